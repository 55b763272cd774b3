import type { Call } from '../mock/index.ts';
import { ofTyping } from './changes.ts';
import { METHOD } from './mutant.ts';

/** Who calls, and what is red when nearly nobody may. */

export const byWebhook = (call: Call): boolean => call.credentials.kind === 'webhook';
export const byToken = (call: Call): boolean => call.credentials.kind === 'token';
/** A call of the method by itself, not within a batch. */
export const own = (call: Call): boolean => ofTyping(call) && !call.inBatch;

/** The cases that each vary one thing of the same request. */
export const USUAL = [
  `${METHOD}.status`,
  'encoding.ampersand.cuts',
  'encoding.unknown-parameter',
  'limits.rate.blocks',
  'limits.rate.allows-bursts',
  'system.QUERY_LIMIT_EXCEEDED.code',
  'encoding.query-and-body',
  'observed.method.lower-case',
  'observed.parameters.lower-case',
  'observed.slash.trailing',
  'observed.slash.doubled',
  'observed.form.untyped',
];
