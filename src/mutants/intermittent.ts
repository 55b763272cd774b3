import { wrapStage } from '../mock/index.ts';
import {
  answers,
  errorOf,
  errors,
  everyNth,
  inJson,
  inXml,
  ofTyping,
  refuse,
  result,
  sentHeaders,
  sentText,
  successes,
  time,
  withCode,
} from './changes.ts';
import { type Difference, METHOD, type Mutant } from './mutant.ts';

/** Faults of some answers only: every claim that answers both ways is contradicted. */

type Call = Parameters<typeof ofTyping>[0];
const typingIn = (format: Call['format']) => (call: Call) =>
  ofTyping(call) && call.format === format && !call.inBatch;

/** Refuses before the method is reached, whatever was asked. */
const limited = (status: number, code: string, text: string, when: (call: Call) => boolean): Difference => ({
  stages: (stages) =>
    wrapStage(stages, 'rate-limit', (call, run) =>
      when(call) ? errorOf({ status, code, text }) : run(call),
    ),
});

export const intermittent: readonly Mutant[] = [
  {
    id: 'every-seventh-result-false',
    breaks: 'Every seventh result is false.',
    kills: [`${METHOD}.result`],
    ...everyNth(7, typingIn('json'), (when) => result(METHOD, () => false, when)),
  },
  {
    id: 'every-ninth-status-202',
    breaks: 'Every ninth valid request is answered with HTTP status 202.',
    kills: [`${METHOD}.status`],
    ...everyNth(
      9,
      (call) => typingIn('json')(call) && call.answer?.status === 200,
      (when) => answers((answer) => ({ ...answer, status: 202 }), when),
    ),
  },
  {
    id: 'every-fifth-refused',
    breaks: 'Every fifth valid request that asks for XML is refused.',
    kills: [`${METHOD}.status`],
    ...everyNth(
      5,
      (call) => typingIn('xml')(call) && parameterIsRight(call),
      (when) => refuse(when),
    ),
  },
  {
    id: 'every-fourth-xml-broken',
    breaks: 'Every fourth XML answer is cut off.',
    kills: ['answer.xml.suffix'],
    ...everyNth(4, typingIn('xml'), (when) => sentText((text) => text.slice(0, -3), when)),
  },
  {
    id: 'every-tenth-json-as-html',
    breaks: 'Every tenth JSON answer is declared as text/html.',
    kills: ['answer.json.media-type'],
    ...everyNth(10, typingIn('json'), (when) =>
      sentHeaders({ 'content-type': 'text/html; charset=utf-8' }, when),
    ),
  },
  {
    id: 'every-third-unknown-bot-undescribed',
    breaks: 'Every third BOT_ID_ERROR is described otherwise.',
    kills: [`${METHOD}.BOT_ID_ERROR.text`],
    ...everyNth(3, withCode('BOT_ID_ERROR'), (when) =>
      errors(() => ({ body: { error_description: 'Bot not found.' } }), when),
    ),
  },
  {
    id: 'every-sixth-start-a-text',
    breaks: 'Every sixth time.start is a text.',
    kills: ['time.start.type'],
    ...everyNth(6, typingIn('json'), (when) => time('start', String, when)),
  },
  {
    id: 'every-eighth-without-time',
    breaks: 'Every eighth success has no time.',
    kills: [`${METHOD}.time`, 'answer.success.time'],
    ...everyNth(
      8,
      (call) => typingIn('json')(call) && call.answer?.status === 200,
      (when) => successes(({ time: _, ...rest }) => rest, when),
    ),
  },
  {
    id: 'every-other-refusal-of-another-call',
    breaks: 'Every other empty dialog is answered with the error of another request.',
    kills: [`${METHOD}.DIALOG_ID_EMPTY.code`],
    ...everyNth(2, withCode('DIALOG_ID_EMPTY'), (when) =>
      errors(
        () => ({
          body: { error: 'APP_ID_ERROR', error_description: 'Bot was installed by another REST application' },
        }),
        when,
      ),
    ),
  },
  {
    id: 'every-third-charset-lost',
    breaks: 'Every third JSON answer names no charset.',
    kills: ['answer.charset'],
    ...everyNth(
      3,
      (call) => inJson(call) && ofTyping(call),
      (when) => sentHeaders({ 'content-type': 'application/json' }, when),
    ),
  },
  {
    id: 'every-third-xml-root-other',
    breaks: 'Every third XML answer has another root.',
    kills: ['answer.xml.root'],
    ...everyNth(3, inXml, (when) =>
      sentText((text) => text.replaceAll(/<(\/?)response>/g, '<$1answer>'), when),
    ),
  },
  {
    id: 'every-ninth-limited-with-another-text',
    breaks:
      'Every ninth call is refused by the request limit, described otherwise; sent again it is answered.',
    kills: ['system.QUERY_LIMIT_EXCEEDED.text'],
    sharedOnly: true,
    ...everyNth(9, typingIn('json'), (when) => limited(503, 'QUERY_LIMIT_EXCEEDED', 'Slow down', when)),
  },
  {
    id: 'every-ninth-limited-with-500',
    breaks:
      'Every ninth call is refused by the request limit with HTTP status 500; sent again it is answered.',
    kills: ['system.QUERY_LIMIT_EXCEEDED.status'],
    sharedOnly: true,
    ...everyNth(9, typingIn('json'), (when) =>
      limited(500, 'QUERY_LIMIT_EXCEEDED', 'Too many requests', when),
    ),
  },
  {
    id: 'operation-time-limit-with-503-once',
    breaks: 'The running time of the method is once said to be used up with HTTP status 503.',
    about: 'system.OPERATION_TIME_LIMIT.status',
    kills: ['limits.operating.status', 'system.OPERATION_TIME_LIMIT.status'],
    sharedOnly: true,
    ...everyNth(60, typingIn('json'), (when) =>
      limited(503, 'OPERATION_TIME_LIMIT', 'Method is blocked due to operation time limit', when),
    ),
    // After it the client sends nothing more to the method.
    strikes: () => true,
  },
];

/** None of the faults that the suite asks for on purpose. */
function parameterIsRight(call: Call): boolean {
  return call.caller !== undefined && /^(chat)?\d+$/.test(String(call.parameters.get('DIALOG_ID') ?? ''));
}
