import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConfigError } from '../target/environment.ts';
import type { Exchange, Header, WireRequest } from '../wire/exchange.ts';
import type { Redactor } from '../wire/redact.ts';

/** What a survey was answered so far, on disk: an interrupted one goes on from there. Holds no secret. */
export interface SurveyJournal {
  /**
   * The answer that an earlier survey got to the same request; undefined where it sent none. Of one that was sent twice, to see
   * whether the answer is the same, each answer is given once.
   */
  known(request: WireRequest): Exchange | undefined;
  keep(exchange: Exchange): void;
  /** The survey has come to its end. */
  close(): void;
}

/** Of which survey a journal is. */
export interface SurveyOrigin {
  /** Address of the target. */
  target: string;
  /** Digest of the facts: other facts make other requests. */
  facts: string;
}

interface Line {
  key: string;
  status: number;
  headers: Header[];
  body: string;
  ms: number;
}

/**
 * @param resume go on with the journal that is there
 * @throws ConfigError where that is of another target or of other facts, or there is none
 */
export function openSurveyJournal(
  path: string,
  origin: SurveyOrigin,
  redact: Redactor,
  resume: boolean,
): SurveyJournal {
  const head = JSON.stringify(origin);
  const kept = new Map<string, Line[]>();
  if (resume)
    for (const line of readLines(path, head)) kept.set(line.key, [...(kept.get(line.key) ?? []), line]);
  else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${head}\n`, { mode: 0o600 });
  }
  // A credential may have another value by then: what stands for it is the same.
  const keyOf = ({ url, body = new Uint8Array() }: WireRequest): string =>
    createHash('sha256').update(redact(url)).update('\n').update(body).digest('hex').slice(0, 32);
  return {
    known(request) {
      const line = kept.get(keyOf(request))?.shift();
      if (!line) return undefined;
      const { status, headers, body, ms } = line;
      return {
        request,
        response: { status, headers, body: Buffer.from(body) },
        timing: { startedAt: 0, ms },
      };
    },
    keep({ request, response, timing }) {
      // What failed is asked again.
      if (!response || response.status >= 500 || response.status === 429) return;
      const line: Line = {
        key: keyOf(request),
        status: response.status,
        headers: response.headers.map(([name, value]) => [name, redact(value)]),
        body: redact(Buffer.from(response.body).toString('utf8')),
        ms: timing?.ms ?? 0,
      };
      appendFileSync(path, `${JSON.stringify(line)}\n`);
    },
    close: () => rmSync(path, { force: true }),
  };
}

/** @throws ConfigError where there is no interrupted survey */
export function checkSurveyJournal(path: string): void {
  if (!existsSync(path))
    throw new ConfigError(
      `--resume: there is no interrupted survey to go on with (${path}); run without --resume`,
    );
}

function readLines(path: string, head: string): Line[] {
  checkSurveyJournal(path);
  const [first, ...rest] = readFileSync(path, 'utf8').split('\n');
  if (first !== head)
    throw new ConfigError(
      `--resume: the survey in ${path} is of another target or of other facts; run without --resume`,
    );
  return rest.flatMap((text) => {
    try {
      return text === '' ? [] : [JSON.parse(text) as Line];
    } catch {
      // The last line of a killed run may be cut short: its request is sent again.
      return [];
    }
  });
}
