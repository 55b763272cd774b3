import type { Value } from '../call.ts';
import type { NewerMethod } from './method.ts';

/** The portal's own description of its methods, by OpenAPI (rest-v3.md, OpenAPI documentation). */
export function openapiOf(methods: readonly NewerMethod[]): Value {
  const modules = [...new Set(methods.map(({ name }) => name.split('.')[0] ?? name))].sort();
  return {
    openapi: '3.0.0',
    info: { title: 'Bitrix24 REST V3 API', version: '1.0.0' },
    tags: modules.map((name) => ({ name, description: `${name} module methods` })),
    paths: Object.fromEntries(methods.map((method) => [`/${method.name}`, pathOf(method)])),
  };
}

function pathOf({ name, parameters }: NewerMethod): Value {
  const all = Object.entries(parameters);
  const required = all.filter((entry) => entry[1].required).map(([parameter]) => parameter);
  const schema = {
    type: 'object',
    properties: Object.fromEntries(
      all.map(([parameter, { type }]): [string, Value] => [
        parameter,
        type === 'array' ? { type, items: {} } : { type },
      ]),
    ),
    ...(required.length > 0 && { required }),
  };
  return {
    post: {
      tags: [name.split('.')[0] ?? name],
      operationId: name,
      requestBody: { content: { 'application/json': { schema } } },
      responses: { 200: { description: 'Success' } },
    },
  };
}
