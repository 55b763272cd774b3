import type { Case } from '../../cases/case.ts';
import type { Contract } from '../../contract/contract.ts';
import type { Finding } from '../../judge/judge.ts';
import type { JudgedCase } from '../../judge/tally.ts';
import type { Outcome } from '../../report/outcome.ts';
import { barest, type RedactedExchange, toRedactedExchange } from '../../report/redacted-exchange.ts';
import { shortenAround } from '../../report/shorten.ts';
import { loadFacts } from '../../run/load-facts.ts';
import type { Exchange } from '../../wire/exchange.ts';
import { createRedactor, type Redactor, redactDeep, type Secret } from '../../wire/redact.ts';
import { headersOf } from '../entry.ts';
import type { HarEntry } from '../har.gen.ts';
import { type ReadEntry, RecordingError } from '../read-har.ts';
import { answerBody, HostileBody } from './body.ts';
import { createClaimFinder } from './claims.ts';
import { judgeExchange } from './judge-exchange.ts';
import { maskRequest, secretsOfEntry } from './secrets.ts';
import { readSent, type Sent } from './sent.ts';

/**
 * Judges calls that another program recorded. They are read twice: what is secret at one place is replaced at all places, also
 * before it.
 */
export interface TrafficJudge {
  /** Of every entry, first. */
  survey(read: ReadEntry): Promise<void>;
  /** Of every entry, once all were surveyed. */
  take(read: ReadEntry): Promise<void>;
  /** @throws RecordingError where no entry is a call */
  finish(): { outcome: Outcome; notes: string[] };
}

/** By which methods are called (general-principles.md, Request Structure); a browser asks for leave by another one. */
const VERBS = new Set(['GET', 'POST']);

/** Characters of what a finding says; the whole answer is in the evidence. */
const LONGEST_REASON = 400;
/** As many contradictions of a claim as a report shows. */
const MOST_SHOWN = 5;

export function createTrafficJudge(contract: Contract, cases: readonly Case[], path: string): TrafficJudge {
  const { methodNames } = loadFacts();
  const finder = createClaimFinder(contract, cases);
  const isMethod = (name: string): boolean => methodNames.has(name) || finder.methodOf(name) !== undefined;
  const secrets = new Map<string, Secret>();
  const calls = new Map<string, number>();
  const left = new Map<string, number>();
  const judged: JudgedCase<RedactedExchange>[] = [];
  const keep = createKeeper();
  let total = 0;
  let redactor: Redactor | undefined;
  let chosen: string | undefined;
  const leave = (why: string): void => void left.set(why, (left.get(why) ?? 0) + 1);

  const bodyOf = async ({ entry, number, line }: ReadEntry) => {
    try {
      return await answerBody(entry.response);
    } catch (error) {
      if (!(error instanceof HostileBody)) throw error;
      throw new RecordingError(`${path}: entry ${number} (line ${line}): ${error.message}. Take it out.`);
    }
  };

  return {
    async survey(read) {
      total++;
      const { entry } = read;
      const sent = await readSent(entry, isMethod);
      let answer: Exchange['response'];
      if (sent) {
        if (sent.endpoint === 'rest') calls.set(sent.host, (calls.get(sent.host) ?? 0) + 1);
        const body = await bodyOf(read);
        if ('bytes' in body) answer = { status: entry.response.status, headers: [], body: body.bytes };
      }
      for (const secret of secretsOfEntry(entry, answer))
        if (!secrets.has(secret.value)) secrets.set(secret.value, secret);
    },
    async take(read) {
      redactor ??= createRedactor([...secrets.values()]);
      chosen ??= [...calls].sort(([, one], [, other]) => other - one)[0]?.[0];
      const { entry, number } = read;
      const sent = await readSent(entry, isMethod);
      if (sent?.endpoint !== 'rest') return;
      if (sent.host !== chosen) return leave('of another portal');
      if (!VERBS.has(sent.verb)) return leave(`by ${sent.verb}, which calls no method`);
      const { status } = entry.response;
      if (status <= 0) return leave('without an answer');
      if (status >= 300 && status <= 399) return leave('redirected');
      const body = await bodyOf(read);
      if ('unknown' in body) return leave(body.unknown);
      const exchange: Exchange = {
        request: requestOf(entry, sent),
        response: { status, headers: headersOf(entry.response.headers), body: body.bytes },
      };
      const outcome = judgeExchange(contract, finder, isMethod, sent, exchange);
      if (!outcome)
        return leave('of a method that no page documents, with an answer that is none of a REST API');
      const redact = redactor;
      const add = (name: string, findings: Finding[], requests: number): void => {
        if (findings.length === 0 && requests === 0) return;
        judged.push({ case: redact(name), requests, ...keep(findings, exchange, redact) });
      };
      add(`entry ${number}: ${sent.method}`, outcome.findings, 1);
      for (const command of outcome.commands)
        add(`entry ${number}: ${command.name} in ${sent.method}`, command.findings, 0);
    },
    finish() {
      if (chosen === undefined)
        throw new RecordingError(
          `${path}: none of its ${total} entries is a call to a Bitrix24 REST API.\n  Expected addresses such as https://your-domain.bitrix24.com/rest/1/CODE/METHOD or /rest/METHOD. Record the calls of your application, not of the page that shows it.`,
        );
      const origin = `https://${chosen}`;
      const ofTarget = judged.filter(({ requests }) => requests === 1).length;
      const others = [...left].map(([why, number]) => `${number} ${why}`);
      return {
        outcome: { target: { kind: 'portal', origin }, judged, skipped: [] },
        notes: [
          `${ofTarget} of ${total} entries are calls to ${origin} that could be judged`,
          ...(others.length > 0 ? [`left out: ${others.join('; ')}`] : []),
        ],
      };
    },
  };
}

function requestOf({ request }: HarEntry, { headers, body }: Sent): Exchange['request'] {
  const { method, url, postData } = request;
  const parts = /^multipart\//i.test(postData?.mimeType ?? '')
    ? postData?.params?.map(({ name, value }) => [name, value ?? ''] as const)
    : undefined;
  return {
    method,
    url,
    headers,
    ...(body ? { body } : {}),
    ...(parts && parts.length > 0 ? { parts } : {}),
  };
}

/**
 * Keeps of an exchange what a report shows, and of the others that they were there: a recording may be larger than memory.
 */
function createKeeper() {
  const seen = new Map<string, { finding: Finding; times: number }>();
  const nothing = barest({ request: { method: '', url: '', headers: [] } });
  return (
    findings: readonly Finding[],
    exchange: Exchange,
    redact: Redactor,
  ): Pick<JudgedCase<RedactedExchange>, 'findings' | 'exchange'> => {
    let isShown = false;
    const kept = findings.map((finding) => {
      const key = `${finding.outcome} ${finding.claim}`;
      const known = seen.get(key) ?? { finding, times: 0 };
      known.times++;
      if (known.times > (finding.outcome === 'contradicted' ? MOST_SHOWN : 1)) return known.finding;
      isShown = true;
      const { focus, ...shown } = redactDeep(finding, redact);
      if (shown.reason !== undefined) shown.reason = shortenAround(shown.reason, focus, LONGEST_REASON);
      seen.set(key, { finding: shown, times: known.times });
      return shown;
    });
    const masked = { ...exchange, request: maskRequest(exchange.request) };
    return { findings: kept, exchange: isShown ? toRedactedExchange(masked, redact, false) : nothing };
  };
}
