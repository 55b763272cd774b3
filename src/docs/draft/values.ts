import type { FieldFact, MethodFacts } from '../../contract/facts.gen.ts';

/** What a parameter is sent with, or what a person has to find out before it can be. */
export type Guess = { value: unknown } | { todo: string };

/** Whether the contract has a resource with that part, such as `bot.id`. */
export type IsKnown = (reference: string) => boolean;

/** Names of parameters, without case and underscores, to the thing whose id or key they are. */
const THINGS: [pattern: RegExp, reference: string][] = [
  [/^(bot|fieldsbot)id$/, 'bot.id'],
  [/^(clientid|bottoken)$/, 'bot.clientId'],
  [/^(chat|from?chat)id$/, 'chat.id'],
  [/(user|member|newowner|manager)id$/, 'user.id'],
  [/^messageid$/, 'message.id'],
  [/^commandid$/, 'command.id'],
];

/** How a dialog may be named, the best first. */
const FORMATS: [format: RegExp, value: string][] = [
  [/^chat(XXX|<\w+>|\{\w+\})$/, 'chat$chat.id'],
  [/^(USER_ID|XXX|<USER_ID>)$/, '$user.id'],
];

/** A name as it is compared: `BOT_ID` and `botId` are one. */
export function plainName(name: string): string {
  return name.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
}

/** The resource that a parameter names, such as `bot` of `BOT_ID`; undefined where the contract knows none. */
export function resourceOf(field: FieldFact, isKnown: IsKnown): string | undefined {
  const reference = THINGS.find(([pattern]) => pattern.test(plainName(field.name)))?.[1];
  if (reference === undefined || !isKnown(reference)) return undefined;
  return reference.split('.')[0];
}

/** A value for each parameter of the method's page, those of a second way to name the same left out. */
export function guessValues({ parameters }: MethodFacts, isKnown: IsKnown): Map<string, Guess> {
  const guesses = new Map<string, Guess>();
  for (const field of parameters) {
    const other = field.alternatives?.find((name) => guesses.has(name));
    guesses.set(
      field.name,
      other === undefined ? guess(field, isKnown) : { todo: `another name of ${other}: leave one out` },
    );
  }
  return guesses;
}

function guess(field: FieldFact, isKnown: IsKnown): Guess {
  const { name, types, formats = [], values = [], range } = field;
  const known = THINGS.find(([pattern]) => pattern.test(plainName(name)))?.[1];
  if (known !== undefined && isKnown(known)) return { value: `$${known}` };
  if (known !== undefined)
    return { todo: `the id of a ${known.split('.')[0]}: there is no resource of that name` };
  const format = FORMATS.find(([pattern]) => formats.some((one) => pattern.test(one)));
  if (format) return { value: format[1] };
  if (field.default !== undefined) return { value: typed(field.default, types) };
  const [first] = values;
  if (first !== undefined) return { value: typed(first, types) };
  if (/id$/i.test(name) && types.some((type) => /^int/.test(type)))
    return { todo: 'the id of something that the portal has: name a resource, or a value by hand' };
  return ofType(field, types[0], range?.min, isKnown);
}

function ofType(
  field: FieldFact,
  type: string | undefined,
  least: number | undefined,
  isKnown: IsKnown,
): Guess {
  switch (type?.toLowerCase()) {
    case undefined:
      return { todo: 'the page gives no type: settle it first' };
    case 'integer':
    case 'int':
    case 'number':
    case 'double':
    case 'float':
      return { value: least ?? 1 };
    case 'boolean':
    case 'bool':
      return { value: true };
    case 'char':
      return { value: 'Y' };
    case 'string':
    case 'text':
      return { value: 'b24-conformance $unique' };
    case 'date':
      return { value: '2026-01-15' };
    case 'datetime':
      return { value: '2026-01-15T10:00:00+00:00' };
    case 'object':
      return ofFields(field, isKnown);
    default:
      return type?.endsWith('[]') || type?.startsWith('array')
        ? { todo: `a list as the page describes it (${type})` }
        : { todo: `a value of the type ${type}` };
  }
}

/** The required keys of an object. */
function ofFields({ fields = [] }: FieldFact, isKnown: IsKnown): Guess {
  if (fields.length === 0) return { todo: 'an object of which the page lists no fields' };
  const value: Record<string, unknown> = {};
  for (const field of fields) {
    if (!field.required) continue;
    const inner = guess(field, isKnown);
    if ('todo' in inner) return { todo: `its key ${field.name}: ${inner.todo}` };
    value[field.name] = inner.value;
  }
  return { value };
}

function typed(text: string, types: readonly string[]): unknown {
  if (types.some((type) => /^(int|integer|number|double|float)$/.test(type)) && /^-?\d+(\.\d+)?$/.test(text))
    return Number(text);
  return types.includes('boolean') && /^(true|false)$/.test(text) ? text === 'true' : text;
}
