/** The parts of a JSON Schema that a reader of the data needs. */
export interface DocumentedSchema {
  title?: string;
  description?: string;
  type?: string;
  enum?: readonly string[];
  format?: string;
  $ref?: string;
  items?: DocumentedSchema;
  required?: readonly string[];
  properties?: Readonly<Record<string, DocumentedSchema>>;
  $defs?: Readonly<Record<string, DocumentedSchema>>;
}

/**
 * `docs/claims-json.md`: every field of `claims.json`, from the descriptions in its schema.
 *
 * @param others schemas that it refers to, by file name
 */
export function renderSchemaPage(
  schema: DocumentedSchema,
  others: Readonly<Record<string, DocumentedSchema>> = {},
): string {
  const $defs = { ...schema.$defs, ...others };
  const objects = Object.values($defs).filter((definition) => definition.properties !== undefined);
  return [
    '# claims.json, field by field',
    '',
    'Made from `schemas/claims.schema.json` by `npm run types`; change the schema, not this page. `npm run report` shows the same as a page to read.',
    '',
    section(schema, $defs, '`results/claims.json`'),
    ...objects.map((definition) => section(definition, $defs, definition.title ?? '')),
  ].join('\n');
}

type Definitions = Readonly<Record<string, DocumentedSchema>>;

function section(schema: DocumentedSchema, definitions: Definitions, title: string): string {
  const required = new Set(schema.required);
  const rows = Object.entries(schema.properties ?? {}).map(([name, field]) => {
    const target = resolve(field, definitions) ?? resolve(field.items ?? {}, definitions);
    const text = field.description ?? target?.description ?? '';
    return `| \`${name}\`${required.has(name) ? '' : ' (optional)'} | ${typeOf(field, definitions)} | ${text} |`;
  });
  const lead =
    schema.description === undefined || schema.title === 'ClaimsReport' ? [] : [schema.description, ''];
  return [`## ${title}`, '', ...lead, '| field | type | meaning |', '| --- | --- | --- |', ...rows, ''].join(
    '\n',
  );
}

function typeOf(field: DocumentedSchema, definitions: Definitions): string {
  const target = resolve(field, definitions);
  if (target?.properties) return `[${target.title}](#${(target.title ?? '').toLowerCase()})`;
  if (target) return typeOf(target, definitions);
  if (field.enum) return field.enum.map((value) => `\`${value}\``).join(', ');
  if (field.type === 'array') return `list of ${typeOf(field.items ?? {}, definitions)}`;
  return field.format === undefined ? (field.type ?? 'any') : `${field.type} (${field.format})`;
}

function resolve({ $ref }: DocumentedSchema, definitions: Definitions): DocumentedSchema | undefined {
  return $ref === undefined ? undefined : definitions[$ref.replace('#/$defs/', '')];
}
