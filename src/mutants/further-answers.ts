import type { ContractClaim } from '../contract/contract.ts';
import type { Call, Value } from '../mock/index.ts';
import { answers, type Body, errors, isOf, successes, withCode } from './changes.ts';
import { type Context, looksLike, slug } from './further-context.ts';
import type { Mutant } from './mutant.ts';

/** Faults in the answers of a further method: status, parts of a success, errors. */

export function ofStatus(claim: ContractClaim, documented: number, { method }: Context): Mutant {
  const status = documented === 201 ? 202 : 201;
  return {
    id: `${slug(claim.id)}-${status}`,
    breaks: `A valid request of ${method} is answered with HTTP status ${status}.`,
    kills: [claim.id],
    ...answers(
      (answer) => ({ ...answer, status }),
      (call) => call.answer?.status === documented && isOf(method)(call),
    ),
  };
}

/** A part of the answer is null; `time`, which in XML may be empty, is not there at all. */
export function ofPart(
  claim: ContractClaim,
  pointers: readonly string[],
  { contract, method }: Context,
): Mutant {
  const isTime = pointers.includes('/time');
  const pointersOf = ({ check }: ContractClaim): string[] => Object.keys(check?.success ?? {});
  const kills = contract.claims
    .filter((each) =>
      each.method === method
        ? each.check && pointersOf(each).some((pointer) => pointers.includes(pointer))
        : // That a success has a time is also said of every method.
          isTime && each.method === undefined && pointersOf(each).includes('/time'),
    )
    .map(({ id }) => id);
  return {
    id: `${slug(claim.id)}-${isTime ? 'missing' : 'null'}`,
    breaks: isTime
      ? `A success of ${method} has no time.`
      : `A success of ${method} has null at ${pointers.join(' and ')}.`,
    kills,
    about: claim.id,
    ...successes(
      ({ time, ...body }) =>
        isTime
          ? body
          : pointers.reduce((changed, pointer) => nulled(changed, pointer.split('/').slice(1)) as Body, {
              ...body,
              ...(time === undefined ? {} : { time }),
            }),
      isOf(method),
    ),
  };
}

/** What the cases of a claim look at is null, or something else where it should be. */
export function ofShown(
  claim: ContractClaim,
  pointers: readonly string[],
  { method, cases }: Context,
): Mutant | undefined {
  const struck = cases.filter((testCase) => testCase.method === method && testCase.claims.includes(claim.id));
  if (struck.length === 0) return undefined;
  const isAsked = (call: Call): boolean =>
    struck.some(({ request: { parameters } }) =>
      Object.entries(parameters).every(([name, { value }]) =>
        looksLike(value, call.spelledParameters.get(name) ?? call.parameters.get(name.toUpperCase())),
      ),
    );
  return {
    id: `${slug(claim.id)}-otherwise`,
    breaks: `${method} answers otherwise where it should show ${pointers.join(' and ')}.`,
    kills: [claim.id],
    about: claim.id,
    ...answers(
      ({ body = {}, ...answer }) => ({
        ...answer,
        body: pointers.reduce((changed, pointer) => {
          // A part that is a reference is not known here: what holds it is empty.
          const [known = '', unknown] = pointer.split('/$');
          return replaced(changed, known.split('/').slice(1), (value) => {
            if (unknown !== undefined) return {};
            return value === null || value === undefined ? 'something else' : null;
          }) as Body;
        }, body),
      }),
      (call) =>
        isOf(method)(call) &&
        isAsked(call) &&
        pointers.every((pointer) => (pointer.split('/')[1] ?? '') in (call.answer?.body ?? {})),
    ),
  };
}

/** A value with null where the path leads. */
const nulled = (value: Value | undefined, path: readonly string[]): Value =>
  replaced(value, path, () => null);

/** A value with another where the path leads. */
function replaced(
  value: Value | undefined,
  [key, ...rest]: readonly string[],
  other: (value: Value | undefined) => Value,
): Value {
  if (key === undefined) return other(value);
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value))
    return value.map((item, at) => (String(at) === key ? replaced(item, rest, other) : item));
  const fields = value as Readonly<Record<string, Value>>;
  return { ...fields, [key]: replaced(fields[key], rest, other) };
}

const OTHER_WORDS = 'Something went wrong';

/** Another code, status or text of an error: it is known by its code, so rows that share it break together. */
export function ofError(claim: ContractClaim, { contract, method }: Context): Mutant | undefined {
  const part = claim.check?.error?.part;
  const { error } = claim;
  if (part === undefined || error === undefined) return undefined;
  const code = error.code ?? '';
  const name = error.code ?? 'An error without a code';
  const status = [404, 409].find((other) => !error.statuses.some((known) => fits(known, other))) ?? 500;
  const changes: Record<
    typeof part,
    { title: string; breaks: string; change: Parameters<typeof errors>[0] }
  > = {
    code: {
      title: 'other',
      breaks: `${name} of ${method} has the code ${otherCode(code)}.`,
      change: () => ({ body: { error: otherCode(code) } }),
    },
    status: {
      title: String(status),
      breaks: `${name} of ${method} comes with HTTP status ${status}.`,
      change: () => ({ status }),
    },
    text: {
      title: 'in-other-words',
      breaks: `${name} of ${method} is described in other words.`,
      change: () => ({ body: { error_description: OTHER_WORDS } }),
    },
  };
  const { title, breaks, change } = changes[part];
  const kills = contract.claims
    .filter(
      (each) =>
        each.method === method && each.check?.error?.part === part && (each.error?.code ?? '') === code,
    )
    .map(({ id }) => id);
  return {
    id: `${slug(claim.id)}-${title}`,
    breaks,
    kills,
    about: claim.id,
    ...errors(change, (call) => withCode(code)(call) && isOf(method)(call)),
  };
}

/** Whether a documented status, maybe with open digits as in `40x`, is that one. */
const fits = (documented: number | string, status: number): boolean =>
  new RegExp(`^${String(documented).replace(/x/gi, '\\d')}$`).test(String(status));

/** The code in other letters; where it has none, another code. */
function otherCode(code: string): string {
  const other = code === code.toUpperCase() ? code.toLowerCase() : code.toUpperCase();
  return other === code ? `OTHER_${code}` : other;
}
