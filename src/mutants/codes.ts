import { errors, inJson, inXml, profileError, withCode } from './changes.ts';
import { DOCUMENTED_ERRORS, type DocumentedError } from './documented-errors.ts';
import { type Difference, METHOD, type Mutant } from './mutant.ts';

/** Error codes: other letters, other characters, another error's code, no code at all. */

const slug = (code: string): string => code.toLowerCase().replaceAll('_', '-');
const otherCase = (code: string): string =>
  code === code.toUpperCase() ? code.toLowerCase() : code.toUpperCase();

/** The error under another code, wherever it is answered; unknown methods alike, in a batch or not. */
function renamed({ code, name }: DocumentedError, to: string): Difference {
  return name === undefined
    ? errors(() => ({ body: { error: to } }), withCode(code))
    : profileError(name, { code: to });
}

const written: readonly Mutant[] = DOCUMENTED_ERRORS.map((error) => ({
  id: `${slug(error.code)}-in-other-letters`,
  breaks: `${error.code} is written ${otherCase(error.code)}.`,
  kills: error.claims.code,
  ...renamed(error, otherCase(error.code)),
}));

/** An error that nobody asked for is judged in passing: its text, and its status where they differ, are the other's. */
const COLLATERAL: Readonly<Record<string, readonly string[]>> = {
  user_access_error: ['system.ACCESS_DENIED.text'],
  PORTAL_DELETED: ['system.INTERNAL_SERVER_ERROR.text', 'system.INTERNAL_SERVER_ERROR.status'],
};

/** A documented code of another error. */
const confused: readonly Mutant[] = DOCUMENTED_ERRORS.filter(({ code }) =>
  ['BOT_ID_ERROR', 'APP_ID_ERROR', 'DIALOG_ID_EMPTY', 'user_access_error', 'PORTAL_DELETED'].includes(code),
).map((error) => ({
  id: `${slug(error.code)}-is-${slug(error.instead.code)}`,
  breaks: `${error.instead.code} is answered where ${error.code} belongs.`,
  kills: [...error.claims.code, ...(COLLATERAL[error.code] ?? [])],
  ...renamed(error, error.instead.code),
}));

const body = (change: Record<string, unknown>): Difference =>
  errors(() => ({ body: change }), withCode('BOT_ID_ERROR'));
const OWN = [`${METHOD}.BOT_ID_ERROR.code`, 'error.code.form'];

export const codes: readonly Mutant[] = [
  ...written,
  ...confused,
  {
    id: 'error-code-with-hyphens',
    breaks: 'BOT_ID_ERROR is written with hyphens, which no code may have.',
    kills: OWN,
    ...body({ error: 'BOT-ID-ERROR' }),
  },
  {
    id: 'error-code-with-blank',
    breaks: 'The code BOT_ID_ERROR has a blank at its end.',
    kills: OWN,
    ...body({ error: 'BOT_ID_ERROR ' }),
  },
  {
    id: 'error-code-empty',
    breaks: 'The code of an unknown bot is empty.',
    // Any error may have an empty code; this one has a code of its own.
    kills: [`${METHOD}.BOT_ID_ERROR.code`],
    ...body({ error: '' }),
  },
  {
    id: 'error-code-null',
    breaks: 'The code of an unknown bot is null.',
    kills: OWN,
    ...body({ error: null }),
  },
  {
    id: 'error-code-a-number',
    breaks: 'The code of an unknown bot is the number 404.',
    kills: OWN,
    ...body({ error: 404 }),
  },
  {
    id: 'error-code-an-object',
    breaks: 'The code of an unknown bot is an object with code and message.',
    kills: OWN,
    ...body({ error: { code: 'BOT_ID_ERROR', message: 'Bot not found' } }),
  },
  {
    id: 'error-code-missing',
    breaks: 'The answer for an unknown bot has no error at all.',
    kills: [...OWN, 'error.key', 'error.xml'],
    ...body({ error: undefined }),
  },
  {
    id: 'error-code-missing-in-json',
    breaks: 'Where JSON is asked for, an error has the key code in place of error.',
    kills: [...OWN, 'error.key'],
    ...errors(
      ({ body: { error = null } }) => ({ body: { error: undefined, code: error } }),
      (call) => inJson(call) && withCode('BOT_ID_ERROR')(call),
    ),
  },
  {
    id: 'error-code-missing-in-xml',
    breaks: 'In XML an error has the element code in place of error.',
    kills: [...OWN, 'error.key', 'error.xml'],
    ...errors(
      ({ body: { error = null } }) => ({ body: { error: undefined, code: error } }),
      (call) => inXml(call) && withCode('BOT_ID_ERROR')(call),
    ),
  },
  {
    id: 'unknown-deal-with-a-code',
    breaks: 'The error of an unknown deal has a code.',
    kills: ['error.empty'],
    ...profileError('dealUnknown', { code: 'NOT_FOUND' }),
  },
  {
    id: 'error-code-dotted',
    breaks: 'CODE_EMPTY of feature.get is written feature.CODE_EMPTY.',
    kills: ['feature-get.code', 'error.code.form'],
    ...errors(() => ({ body: { error: 'feature.CODE_EMPTY' } }), withCode('CODE_EMPTY')),
  },
  {
    id: 'error-with-result',
    breaks: 'The error of an unknown bot comes with a result, null.',
    kills: ['error.without-result'],
    ...body({ result: null }),
  },
  {
    id: 'error-with-false-result',
    breaks: 'The error of an empty dialog comes with the result false.',
    kills: ['error.without-result'],
    ...errors(() => ({ body: { result: false } }), withCode('DIALOG_ID_EMPTY')),
  },
];
