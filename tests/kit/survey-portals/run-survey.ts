import { request } from 'undici';
import { once } from '../../../src/base/once.ts';
import type { MethodFacts } from '../../../src/contract/facts.ts';
import type { SurveyOutcome } from '../../../src/report/outcome.ts';
import { survey } from '../../../src/survey/survey.ts';
import type { Exchange, WireRequest } from '../../../src/wire/exchange.ts';
import { allSubjects, classify } from '../survey/all-subjects.ts';
import type { Behaviour } from './model.ts';
import type { FactsPortal } from './server.ts';

const safetyOf = classify();
const subjects = once(allSubjects);

/** Whether a method only reads, as the survey has it. */
export const isReading = (facts: MethodFacts): boolean => safetyOf(facts) === 'reads';

/** Whether a method can be called without anything. */
export const needsNothing = ({ reads, facts }: Behaviour): boolean =>
  reads && facts.parameters.every(({ required }) => required === undefined);

/** What the survey finds on a portal made from facts. */
export async function surveyOf(portal: FactsPortal): Promise<SurveyOutcome> {
  return await survey(subjects(), {
    means: {
      send,
      address: (caller) => (caller === 'own' ? portal.address : portal.noScope),
      redact: ({ request: { method, url, body }, response }) => {
        const path = new URL(url).pathname.replace(/^\/rest\/1\/\w+/, '/rest/1/CODE');
        const sent = body?.toString() ?? '';
        return {
          request: {
            method,
            url: path,
            headers: [],
            body: sent,
            curl: `curl https://portal.invalid${path} -d '${sent}'`,
          },
          response: { status: response?.status ?? 0, headers: [], body: response?.body.toString() ?? '' },
        };
      },
    },
    redactText: (text) => text,
    hasLeave: true,
  });
}

async function send({ method, url, headers, body }: WireRequest): Promise<Exchange> {
  const answer = await request(url, {
    method: method as 'POST',
    headers: Object.fromEntries(headers),
    ...(body === undefined ? {} : { body }),
  });
  return {
    request: { method, url, headers, body },
    response: {
      status: answer.statusCode,
      headers: Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]),
      body: Buffer.from(await answer.body.arrayBuffer()),
    },
  } as Exchange;
}
