import type { Contract, MethodContract } from '../contract/contract.ts';
import type { Facts } from '../contract/facts.ts';
import { pageLink } from '../report/html/links.ts';
import {
  errorResponses,
  type NamedExample,
  type ResponseOf,
  type ResponseOrRef,
  successResponses,
  successSchema,
  systemResponses,
} from './answers.ts';
import {
  componentRef,
  componentsUsed,
  type SchemaFile,
  type SHARED_SCHEMAS,
  sharedComponents,
  withComponents,
} from './components.ts';
import {
  bodyExample,
  bodySchema,
  type ParameterOf,
  parametersOf,
  type QueryParameter,
  queryParameters,
} from './request.ts';
import type { Schema } from './schema.ts';

interface MediaType {
  schema: Schema;
  example?: unknown;
}

interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description: string;
  deprecated?: true;
  externalDocs: { url: string };
  security: Record<string, string[]>[];
  parameters?: QueryParameter[];
  requestBody?: { required?: true; content: Record<string, MediaType> };
  responses: Record<string, ResponseOrRef>;
}

/** An OpenAPI 3.1 document, as far as it has something to say of a portal. */
export interface OpenApiDocument {
  openapi: '3.1.0';
  info: Record<string, unknown>;
  servers: {
    url: string;
    description: string;
    variables: Record<string, { default: string; description: string }>;
  }[];
  tags: { name: string; description: string }[];
  paths: Record<string, { get: Operation; post: Operation }>;
  components: {
    schemas: Record<string, Schema>;
    responses: Record<string, ResponseOf>;
    examples: Record<string, NamedExample>;
    securitySchemes: Record<string, Record<string, string>>;
  };
}

/** Forms in which the pages show the body of a POST. */
const ENCODINGS = ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'];

/**
 * Describes the methods of a contract that a person has reviewed. Pure; the same contract makes the same document.
 *
 * @param schemaFiles files of `schemas/` that describe answers
 */
export function describeApi(
  contract: Contract,
  facts: Facts,
  schemaFiles: Readonly<Record<keyof typeof SHARED_SCHEMAS, SchemaFile>>,
): OpenApiDocument {
  const methods = contract.methods.toSorted((first, second) => (first.name < second.name ? -1 : 1));
  const described = methods.map((method) => new Described(contract, facts, method));
  const system = systemResponses(contract);
  const responses = {
    ...system.responses,
    ...Object.assign({}, ...described.map((each) => each.responses)),
    other: {
      description: 'Any other error',
      content: { 'application/json': { schema: { $ref: componentRef('error.schema.json') } } },
    },
  };
  const own: Record<string, Schema> = Object.assign({}, ...described.map((each) => each.schemas));
  const shared = sharedComponents(schemaFiles);
  const used = componentsUsed([own, responses], { ...shared, ...own });
  return {
    openapi: '3.1.0',
    info: infoOf(contract),
    servers: SERVERS,
    tags: tagsOf(methods),
    paths: Object.fromEntries(
      described.map((each) => [
        `/${each.method.name}`,
        { get: each.get(system.responses), post: each.post(system.responses) },
      ]),
    ),
    components: {
      schemas: { ...Object.fromEntries(Object.entries(shared).filter(([name]) => used.has(name))), ...own },
      responses,
      examples: system.examples,
      securitySchemes: {
        accessToken: {
          type: 'apiKey',
          in: 'query',
          name: 'auth',
          description:
            'An OAuth 2.0 access token. In a body it is accepted under the same name. A webhook needs none: its address is the credential.',
        },
      },
    },
  };
}

/** What one method adds to the document. */
class Described {
  readonly method: MethodContract;
  readonly schemas: Record<string, Schema>;
  readonly responses: Record<string, ResponseOf>;
  readonly #parameters: readonly ParameterOf[];
  readonly #success: Record<string, ResponseOf>;
  readonly #errors: readonly string[];

  constructor(contract: Contract, facts: Facts, method: MethodContract) {
    const { name } = method;
    this.method = method;
    this.#parameters = parametersOf(contract, facts, method);
    this.schemas = {
      [`${name}.request`]: withComponents(bodySchema(this.#parameters)),
      [`${name}.answer`]: successSchema(contract, facts, method),
    };
    this.#success = successResponses(contract, facts, method, schemaRef(`${name}.answer`));
    const errors = errorResponses(contract, name);
    this.#errors = Object.keys(errors);
    this.responses = Object.fromEntries(
      Object.entries({ ...this.#success, ...errors }).map(([status, response]) => [
        `${name}.${status}`,
        response,
      ]),
    );
  }

  post(system: object): Operation {
    const { name } = this.method;
    const example = bodyExample(this.#parameters);
    const isRequired = this.#parameters.some(({ required }) => required);
    const media: MediaType = {
      schema: { $ref: schemaRef(`${name}.request`) },
      ...(example === undefined ? {} : { example }),
    };
    return {
      ...this.#operation(name),
      requestBody: {
        ...(isRequired ? { required: true } : {}),
        content: Object.fromEntries(ENCODINGS.map((encoding) => [encoding, media])),
      },
      responses: this.#responses(system),
    };
  }

  get(system: object): Operation {
    const parameters = queryParameters(this.#parameters);
    return {
      ...this.#operation(`${this.method.name}_get`),
      ...(parameters.length === 0 ? {} : { parameters }),
      responses: this.#responses(system),
    };
  }

  #operation(operationId: string): Omit<Operation, 'responses'> {
    const { name, page, scope, deprecated, successor } = this.method;
    const words = [
      scope === undefined ? 'Needs no scope.' : `Needs the scope ${scope.split(/,\s*/).join(' or ')}.`,
      ...(deprecated
        ? [`Deprecated${successor === undefined ? '' : `; its successor is ${successor}`}.`]
        : []),
    ];
    return {
      operationId,
      tags: [tagOf(name)],
      summary: `Call ${name}`,
      description: words.join(' '),
      ...(deprecated ? { deprecated } : {}),
      externalDocs: { url: pageLink(page.path) },
      security: SECURITY,
    };
  }

  #responses(system: object): Record<string, ResponseOrRef> {
    const own = [...Object.keys(this.#success), ...this.#errors];
    const ofAll = Object.keys(system).map((name) => name.replace('system.', ''));
    const statuses = [...new Set([...own, ...ofAll])].sort();
    return Object.fromEntries([
      ...statuses.map((status) => [
        status,
        { $ref: `#/components/responses/${own.includes(status) ? this.method.name : 'system'}.${status}` },
      ]),
      ['default', { $ref: '#/components/responses/other' }],
    ]);
  }
}

const schemaRef = (name: string): string => `#/components/schemas/${name}`;

/** Nothing beside the address of a webhook; or a token. */
const SECURITY: Operation['security'] = [{}, { accessToken: [] }];

/** `imbot.chat` of `imbot.chat.sendTyping`; a method without dots is one of the REST API itself. */
const tagOf = (method: string): string => method.slice(0, Math.max(0, method.lastIndexOf('.'))) || 'rest';

const tagsOf = (methods: readonly MethodContract[]): OpenApiDocument['tags'] =>
  [...new Set(methods.map(({ name }) => tagOf(name)))].sort().map((name) => ({
    name,
    description: name === 'rest' ? 'Methods of the REST API itself' : `Methods ${name}.*`,
  }));

function infoOf({ documentation }: Contract): Record<string, unknown> {
  const { date = 'unknown', revision = 'unknown' } = documentation ?? {};
  return {
    title: 'Bitrix24 REST API, reviewed methods',
    version: `${date}+${revision}`,
    description:
      'Made by b24-conformance from its contract: what the REST documentation of that date and revision states, as far as a ' +
      'person has reviewed it. Fields that are not required are those of tables and examples of the pages. With .xml after ' +
      "a method's name the answer is XML.",
    license: { name: 'MIT', identifier: 'MIT' },
    contact: { name: 'b24-conformance' },
    'x-documentation': { revision, date },
  };
}

const DOMAIN = { domain: { default: 'your-domain.bitrix24.com', description: 'Domain of the portal' } };

const SERVERS: OpenApiDocument['servers'] = [
  {
    url: 'https://{domain}/rest/{userId}/{code}',
    description: 'By incoming webhook',
    variables: {
      ...DOMAIN,
      userId: { default: '1', description: 'Id of the user who made the webhook' },
      code: { default: 'CODE', description: "The webhook's secret code" },
    },
  },
  {
    url: 'https://{domain}/rest',
    description: 'By an application, with an OAuth access token',
    variables: DOMAIN,
  },
];
