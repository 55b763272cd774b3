import { answers, errors, isOf, ofBatch, ofTyping, withCode } from './changes.ts';
import { DOCUMENTED_ERRORS } from './documented-errors.ts';
import { METHOD, type Mutant } from './mutant.ts';

/** HTTP statuses of successes and of every documented error. */

// The status of a command's error is nowhere to be seen.
const ofErrors: readonly Mutant[] = DOCUMENTED_ERRORS.filter(({ claims }) => claims.status).map(
  ({ code, claims, instead }) => ({
    id: `${code.toLowerCase().replaceAll('_', '-')}-with-${instead.status}`,
    breaks: `${code} comes with HTTP status ${instead.status}.`,
    kills: claims.status ?? [],
    // app.info has an error of its own with a code of the system.
    ...errors(
      () => ({ status: instead.status }),
      (call) => withCode(code)(call) && !isOf('app.info')(call),
    ),
  }),
);

const success = (status: number, when = ofTyping) =>
  answers(
    (answer) => ({ ...answer, status }),
    (call) => call.answer?.status === 200 && when(call),
  );

export const statuses: readonly Mutant[] = [
  ...ofErrors,
  {
    id: 'success-with-201',
    breaks: 'A valid request is answered with HTTP status 201.',
    kills: [`${METHOD}.status`],
    ...success(201),
  },
  {
    id: 'success-with-202',
    breaks: 'A valid request is answered with HTTP status 202, as if it were still to be done.',
    kills: [`${METHOD}.status`],
    ...success(202),
  },
  {
    id: 'success-with-203-in-xml',
    breaks: 'A valid request is answered with HTTP status 203 when XML is asked for.',
    kills: [`${METHOD}.status`],
    ...success(203, (call) => ofTyping(call) && call.format === 'xml'),
  },
  {
    id: 'batch-with-207',
    breaks: 'A batch is answered with HTTP status 207.',
    kills: ['batch.status'],
    ...success(207, ofBatch),
  },
  {
    id: 'dialog-id-empty-with-200',
    breaks: 'DIALOG_ID_EMPTY comes with HTTP status 200.',
    kills: [`${METHOD}.DIALOG_ID_EMPTY.status`],
    ...errors(() => ({ status: 200 }), withCode('DIALOG_ID_EMPTY')),
  },
  {
    id: 'code-empty-with-200',
    breaks: 'CODE_EMPTY comes with HTTP status 200.',
    kills: ['feature-get.status'],
    ...errors(() => ({ status: 200 }), withCode('CODE_EMPTY')),
  },
];
