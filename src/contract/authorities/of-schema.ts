import { NAME, scopesIn, typesIn } from './of-facts.ts';
import type { OfficialRow, OfficialSchema } from './official-schema.gen.ts';
import { type Account, Statements } from './statement.ts';

/** What stands beside `result` in an answer, not in it. */
const BESIDE = new Set(['result', 'total', 'next', 'time']);

/**
 * What an official schema states of its method. Its names of fields that stand in no table are those of its example, and
 * state nothing; nor does `kind`, which goes by the method's name.
 */
export function accountOfSchema(schema: OfficialSchema): Account {
  const made = new Statements();
  const scopes = scopesIn(schema.scope);
  if (scopes.length > 0) made.state('scope', scopes.join(' or '), scopes);
  const deprecated = schema.deprecated ? 'yes' : 'no';
  made.state('deprecated', deprecated, [deprecated]);
  const { successor } = schema.deprecated ?? {};
  if (successor !== undefined) made.state('successor', successor, [successor.toLowerCase()]);
  for (const row of schema.params) addRow(made, 'parameters', row, schema);
  const returns = schema.returns ?? [];
  const result = returns.find(({ name }) => name === 'result');
  if (result) {
    made.type('read.result', typesOf(result), true);
    for (const row of returns)
      if (!BESIDE.has(row.name) && NAME.test(row.name)) made.row('read.result', row.name, typesOf(row), true);
  }
  return { by: 'schema', statements: made.statements, tables: made.tables };
}

function addRow(made: Statements, beneath: string, row: OfficialRow, schema: OfficialSchema): void {
  const { name, required, ref } = row;
  if (!NAME.test(name)) return;
  made.row(beneath, name, typesOf(row), true);
  const fact = `${beneath}.${name}`;
  if (required === true) made.state(`${fact} required`, 'yes', ['yes']);
  // The format has no way to say that a parameter is required of some callers.
  else if (required === false && schema.requiredConvention !== false)
    made.state(`${fact} required`, 'no', ['no', 'webhook'], true);
  const inner = ref?.startsWith('#/defs/') ? schema.defs?.[ref.slice('#/defs/'.length)]?.fields : undefined;
  for (const field of inner ?? []) addRow(made, fact, field, schema);
}

/** The format has room for one type: of a page that allows several it has the first, and the others are not denied. */
function typesOf({ type }: OfficialRow): string[] {
  return type === 'unknown' ? [] : typesIn([type]);
}
