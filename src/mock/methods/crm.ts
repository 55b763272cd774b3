import { refuse } from '../errors.ts';
import type { Method } from './method.ts';

/** `crm.*`. The mock has no deals, so each is unknown (error-codes.md, How to Recognize an Error in the Response). */
export const crm: readonly Method[] = [
  { name: 'crm.deal.get', scopes: ['crm'], run: () => refuse('dealUnknown') },
];
