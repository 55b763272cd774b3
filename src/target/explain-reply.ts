import { reasonOfRedirect, refusalOf } from '../contract/refusals.ts';
import type { Reply } from './call.ts';

/** Why an answer is not the one that was asked for. */
export interface Trouble {
  /** What came: a code with its text, a document, a redirect. To follow the words 'the portal answers'. */
  what: string;
  /** What it means, where that is known; to follow a colon. */
  meaning: string | undefined;
  /** What to do; undefined where nobody knows. */
  advice: string | undefined;
}

/** An error's code and text; the status where the portal gives neither. */
export function describeError({ status, error, description }: Reply): string {
  const code = error === undefined || error.startsWith('HTTP_') ? undefined : error;
  const text = description?.replace(/<br\s*\/?>/gi, ' ').trim();
  if (code === undefined) return text ? `HTTP ${status} (${text})` : `HTTP ${status} without an error code`;
  return `${code} (${text || `HTTP ${status}`})`;
}

/** What stands in the way; undefined for an answer without an error. What a method itself refuses has no meaning here. */
export function explainReply(reply: Reply): Trouble | undefined {
  const { status, error, foreign, location } = reply;
  if (location !== undefined) {
    const meaning = reasonOfRedirect(location);
    return {
      what: `a redirect (HTTP ${status}) to ${location}`,
      meaning,
      advice: meaning === undefined ? 'check whether the address in B24_WEBHOOK is still right' : undefined,
    };
  }
  if (foreign !== undefined) return { what: foreign, ...ofDocument(status) };
  if (error === undefined) return undefined;
  const refusal = refusalOf(status, error);
  return { what: describeError(reply), meaning: refusal?.meaning, advice: refusal?.advice };
}

/** The trouble in one line. */
export function troubleLine({ what, meaning, advice }: Trouble): string {
  return [what, ...(meaning === undefined ? [] : [`: ${meaning}`]), advice ? `; ${advice}` : ''].join('');
}

/** A document that another server gave, or the portal instead of an answer. */
function ofDocument(status: number): Pick<Trouble, 'meaning' | 'advice'> {
  if (status === 503)
    return { meaning: 'the portal is down for maintenance or overloaded', advice: 'try again later' };
  if (status >= 500)
    return { meaning: undefined, advice: 'try again later, or ask the administrator of the portal' };
  if (status === 401 || status === 403)
    return {
      meaning: 'a server in front of the portal does not let the request through',
      advice: 'have this machine let through to /rest/, without a login',
    };
  if (status === 404)
    return {
      meaning: 'there is no REST API at this address',
      advice: 'check the address in B24_WEBHOOK, and that the portal has the REST module',
    };
  return {
    meaning: undefined,
    advice:
      'check whether that is a Bitrix24 portal, or whether a proxy or a login page answers in its place',
  };
}
