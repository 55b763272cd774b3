import assert from 'node:assert/strict';
import type { Case } from '../../../src/cases/case.ts';
import { generateCases } from '../../../src/cases/generate.ts';
import { buildContract, type Check, type Contract } from '../../../src/contract/contract.ts';
import { type Finding, judge } from '../../../src/judge/judge.ts';
import { loadSchemas } from '../../../src/suite/load.ts';
import type { Exchange, WireResponse } from '../../../src/wire/exchange.ts';

const schemas = loadSchemas();

/** The claim that `contractWith` makes. */
export const CLAIM = 'the.claim';

/** Ids of the cases: valid ones, an undocumented one, one that expects WRONG_THING, one that expects a refusal. */
export type CaseName =
  | 'valid'
  | 'valid xml'
  | 'undocumented'
  | 'undocumented xml'
  | 'error'
  | 'error xml'
  | 'refusal'
  | 'refusal xml';

const IDS: Record<CaseName, string> = {
  valid: 'some.method/none,documented',
  'valid xml': 'some.method/xml,documented',
  undocumented: 'some.method/none,undocumented',
  'undocumented xml': 'some.method/xml,undocumented',
  error: 'wrong/none',
  'error xml': 'wrong/xml',
  refusal: 'refused/none',
  'refusal xml': 'refused/xml',
};

/** A page about every call comes first, as in the real data. */
const COMMON = `
page: { path: common.md, title: Common }
claims: []
`;

const contracts = new Map<string, Contract>();

/** A contract with a claim that has this check; every case names it. Its method answers with the boolean true. */
export function contractWith(check: Check): Contract {
  const key = JSON.stringify(check);
  const contract = contracts.get(key) ?? makeContract(key);
  contracts.set(key, contract);
  return contract;
}

function makeContract(check: string): Contract {
  const text = `
page: { path: some-page.md, title: Some page }
method: { name: some.method, scope: imbot, deprecated: false, answer: imbot.chat.sendTyping.schema.json }
errors:
  - { code: WRONG_THING, status: 400, text: "Thing can't be wrong", when: the thing is wrong }
claims:
  - id: ${CLAIM}
    statement: The claim that a test is about.
    strength: must
    source: { heading: Some heading, row: SOME_ROW, digest: '0123456789abcdef' }
    check: ${check}
  - id: the.refusal
    statement: Whatever else is so, a wrong request is refused.
    strength: must
    source: { heading: Some heading, digest: '0123456789abcdef' }
    check: { refused: true }
variants:
  group: [suffix]
  baseline: { suffix: none, form: documented }
  dimensions:
    suffix:
      none: { title: no suffix, set: { suffix: '' }, claims: [${CLAIM}] }
      xml: { title: suffix .xml, set: { suffix: .xml }, claims: [${CLAIM}] }
    form:
      documented: { title: documented form, set: { credential: { webhook: own } } }
      undocumented: { title: undocumented form, set: { credential: { webhook: own } }, undocumented: true }
  except: []
cases:
  - { id: wrong, title: wrong, over: [suffix], expect: { error: WRONG_THING }, claims: [${CLAIM}, the.refusal] }
  - { id: refused, title: refused, over: [suffix], expect: { refused: true }, claims: [${CLAIM}, the.refusal] }
`;
  return buildContract(
    [
      { path: 'fixtures/common.yaml', text: COMMON },
      { path: 'fixtures/some-page.yaml', text },
    ],
    schemas,
  );
}

export function caseOf(contract: Contract, name: CaseName): Case {
  const found = generateCases(contract, 'full').find((one) => one.id === IDS[name]);
  assert.ok(found, `no case ${IDS[name]}`);
  return found;
}

export interface Reply {
  status?: number;
  type?: string | undefined;
  headers?: [string, string][];
}

/** An answer in JSON unless told otherwise; objects are written as JSON. */
export function answer(
  body: unknown,
  { status = 200, type = 'application/json; charset=utf-8', headers = [] }: Reply = {},
): WireResponse {
  return {
    status,
    headers: [['Date', 'Tue, 09 Sep 2025 13:31:11 GMT'], ['Content-Type', type], ...headers],
    body:
      body instanceof Uint8Array ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  };
}

export const xml = (text: string, reply: Reply = {}): WireResponse =>
  answer(`<?xml version="1.0" encoding="utf-8"?>${text}`, { type: 'text/xml; charset=utf-8', ...reply });

export function exchange(response: WireResponse | undefined, failure?: Exchange['failure']): Exchange {
  return {
    request: { method: 'POST', url: 'https://portal.test/rest/some.method', headers: [] },
    response,
    failure,
  };
}

/** What the answer says about a claim with this check. */
export function find(
  check: Check,
  name: CaseName,
  response: WireResponse | undefined,
  circumstances: Parameters<typeof judge>[3] = {},
): Finding {
  const contract = contractWith(check);
  const one = caseOf(contract, name);
  const findings = judge(contract, { ...one, claims: [CLAIM] }, exchange(response), circumstances);
  assert.deepEqual(
    findings.map((finding) => finding.claim),
    [CLAIM],
  );
  return findings[0] as Finding;
}

/** `confirmed`, `contradicted: …` or `blocked: …`, to compare at a glance. */
export function said({ outcome, reason }: Finding): string {
  return reason === undefined ? outcome : `${outcome}: ${reason}`;
}
