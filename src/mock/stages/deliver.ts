import { gzipSync } from 'node:zlib';
import type { Answer, Call } from '../call.ts';
import type { Stage } from '../stage.ts';
import { PHP_WARNING } from '../wire/documents.ts';

/** Compresses the bytes where the client asked and the portal does, and puts in front of them what a fault wants. */
export const deliver: Stage = {
  name: 'deliver',
  phase: 'finish',
  run: (call) => call.answer && compressed(prefixed(call.answer, call), call),
};

function prefixed(answer: Answer, { prefix }: Call): Answer {
  if (prefix === undefined) return answer;
  if (prefix !== 'php-warning') return { ...answer, interim: prefix };
  return { ...answer, text: Buffer.concat([Buffer.from(PHP_WARNING), Buffer.from(answer.text ?? '')]) };
}

function compressed(answer: Answer, { portal, request }: Call): Answer {
  if (!portal.profile.liveHeaders || answer.text === undefined || answer.text.length === 0) return answer;
  if ('content-encoding' in answer.headers || !accepts(request.headers['accept-encoding'])) return answer;
  const headers = { ...answer.headers, 'content-encoding': 'gzip', vary: 'Accept-Encoding' };
  return { ...answer, headers, text: gzipSync(answer.text) };
}

/** Whether `Accept-Encoding` names gzip, and not with the weight 0 that refuses it. */
function accepts(value: string | readonly string[] | undefined): boolean {
  return String(value ?? '')
    .split(',')
    .map((coding) =>
      coding
        .trim()
        .toLowerCase()
        .split(/\s*;\s*q\s*=\s*/),
    )
    .some(([name, weight = '1']) => name === 'gzip' && Number(weight) > 0);
}
