import { errors, inXml, isOf, profileError, withCode } from './changes.ts';
import { DOCUMENTED_ERRORS } from './documented-errors.ts';
import { type Difference, METHOD, type Mutant } from './mutant.ts';

/** Texts of errors: another, none, with something around them. */

const OTHER_WORDS = 'Something went wrong';

const ofErrors: readonly Mutant[] = DOCUMENTED_ERRORS.flatMap(({ code, name, claims }) =>
  claims.text === undefined
    ? []
    : [
        {
          id: `${code.toLowerCase().replaceAll('_', '-')}-in-other-words`,
          breaks: `${code} is described in other words.`,
          kills: claims.text,
          ...(name === undefined
            ? errors(() => ({ body: { error_description: OTHER_WORDS } }), withCode(code))
            : profileError(name, { text: OTHER_WORDS })),
        },
      ],
);

const text = (change: (text: string) => unknown, when = withCode('BOT_ID_ERROR')): Difference =>
  errors(({ body }) => ({ body: { error_description: change(String(body.error_description)) } }), when);
const TEXT = `${METHOD}.BOT_ID_ERROR.text`;

export const texts: readonly Mutant[] = [
  ...ofErrors,
  {
    id: 'plan-told-to-webhooks-as-to-applications',
    breaks: 'A webhook reads of the plan in the words meant for applications.',
    kills: ['system.ACCESS_DENIED.text.webhook'],
    ...profileError('noCommercialPlan', { textFor: {} }),
  },
  {
    id: 'plan-told-to-applications-as-to-webhooks',
    breaks: 'An application reads of the plan in the words meant for webhooks.',
    kills: ['system.ACCESS_DENIED.text'],
    ...profileError('noCommercialPlan', { text: 'REST is available only by subscription' }),
  },
  {
    id: 'scope-told-to-applications-as-to-webhooks',
    breaks: 'An application that lacks the scope reads of a webhook token.',
    kills: ['system.insufficient_scope.text.token'],
    ...profileError('noScope', { textFor: {} }),
  },
  {
    id: 'unknown-deal-in-other-words',
    breaks: 'The empty error of an unknown deal is described in other words.',
    kills: ['error.empty.described'],
    ...profileError('dealUnknown', { text: OTHER_WORDS }),
  },
  {
    id: 'empty-error-undescribed',
    breaks: 'An empty error comes without a word of what is wrong.',
    kills: ['error.empty.described', 'error.description.form'],
    ...profileError('dealUnknown', { text: '' }),
  },
  {
    id: 'text-in-lower-case',
    breaks: "'Bot not found' begins with a small letter.",
    kills: [TEXT],
    ...text((whole) => whole.toLowerCase()),
  },
  {
    id: 'text-with-full-stop',
    breaks: "'Bot not found' ends with a full stop.",
    kills: [TEXT],
    ...text((whole) => `${whole}.`),
  },
  {
    id: 'text-with-blank-in-xml',
    breaks: "'Bot not found' has blanks around it, in XML only.",
    kills: [TEXT],
    ...text(
      (whole) => ` ${whole} `,
      (call) => inXml(call) && withCode('BOT_ID_ERROR')(call),
    ),
  },
  {
    id: 'text-cut-off',
    breaks: "'Dialog ID can't be empty' is cut off at the apostrophe.",
    kills: [`${METHOD}.DIALOG_ID_EMPTY.text`],
    ...text((whole) => whole.split("'")[0], withCode('DIALOG_ID_EMPTY')),
  },
  {
    id: 'text-escaped-twice',
    breaks: "The apostrophe of 'Dialog ID can't be empty' is escaped as in HTML.",
    kills: [`${METHOD}.DIALOG_ID_EMPTY.text`],
    ...text((whole) => whole.replace("'", '&#039;'), withCode('DIALOG_ID_EMPTY')),
  },
  {
    id: 'text-missing',
    breaks: 'The error of an unknown bot has no description.',
    kills: [TEXT, 'error.description.form', 'answer.xml.error'],
    ...text(() => undefined),
  },
  {
    id: 'text-empty',
    breaks: 'The error of an unknown bot has an empty description.',
    kills: [TEXT, 'error.description.form', 'answer.xml.error'],
    ...text(() => ''),
  },
  {
    id: 'text-null',
    breaks: 'The error of an unknown bot is described as null.',
    kills: [TEXT, 'error.description.form', 'answer.xml.error'],
    ...text(() => null),
  },
  {
    id: 'text-a-list',
    breaks: 'The error of an unknown bot is described by a list of texts.',
    kills: [TEXT, 'error.description.form', 'answer.xml.error'],
    ...text((whole) => [whole]),
  },
  {
    id: 'text-missing-in-json',
    breaks:
      'Errors have no description where JSON is asked for; that of a method that does not exist, for one.',
    kills: ['error.description.form', 'system.ERROR_METHOD_NOT_FOUND.text'],
    ...text(
      () => undefined,
      (call) => call.format === 'json' && withCode('ERROR_METHOD_NOT_FOUND')(call),
    ),
  },
  {
    id: 'xml-error-without-description',
    breaks: 'An XML error has no element error_description; JSON errors have it.',
    kills: ['answer.xml.error', 'error.description.form', 'system.NO_AUTH_FOUND.text'],
    ...text(
      () => undefined,
      (call) => inXml(call) && withCode('NO_AUTH_FOUND')(call),
    ),
  },
  {
    id: 'app-info-refused-in-other-words',
    breaks: 'app.info refuses a webhook without saying that an application is wanted.',
    kills: ['app-info.webhook.text'],
    ...text(() => 'Access denied', isOf('app.info')),
  },
  {
    id: 'text-echoes-the-webhook-code',
    breaks: 'The text of an unknown bot echoes the address that was called, secret and all.',
    kills: [TEXT],
    ...errors(
      ({ body }, call) => ({
        body: { error_description: `${String(body.error_description)}: ${call.request.target}` },
      }),
      withCode('BOT_ID_ERROR'),
    ),
  },
];
