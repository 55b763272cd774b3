import assert from 'node:assert/strict';
import type { Case } from '../../../src/cases/case.ts';
import { generateCases } from '../../../src/cases/generate.ts';
import { buildContract, type Check, type Contract } from '../../../src/contract/contract.ts';
import { type Finding, judge } from '../../../src/judge/judge.ts';
import type { Exchange, WireResponse } from '../../../src/wire/exchange.ts';
import { contextOf, errorFact, factsOf, schemas } from '../contract/sample.ts';

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
  valid: 'some.method/none',
  'valid xml': 'some.method/xml',
  undocumented: 'unshown/none',
  'undocumented xml': 'unshown/xml',
  error: 'wrong/none',
  'error xml': 'wrong/xml',
  refusal: 'refused/none',
  'refusal xml': 'refused/xml',
};

const OVERLAY = `
method: some.method
confidence: reviewed
values: {}
waived: { authorized: every case of this bench has a webhook, scope: every case of this bench has a scope }
errors: { WRONG_THING: { cases: [{ with: { THING: wrong } }] } }
`;

const TRANSPORT = `
representative: some.method
group: [suffix]
baseline: { suffix: none }
dimensions:
  suffix:
    none: { title: no suffix, set: { suffix: "", credential: { webhook: own } }, claims: [${CLAIM}] }
    xml: { title: suffix .xml, set: { suffix: .xml, credential: { webhook: own } }, claims: [${CLAIM}] }
except: []
`;

/** Its answer is the boolean true; `third.method` has an error of its own with the code of a system error. */
const FACTS = [
  factsOf('some.method', {
    errors: { statuses: [400], rows: [errorFact('WRONG_THING', { text: "Thing can't be wrong" })] },
  }),
  factsOf('third.method', {
    errors: { statuses: [], rows: [errorFact('BUSY', { text: 'Somebody else is at it' })] },
  }),
];

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
errors:
  rows: [{ code: WRONG_THING, method: some.method, status: 400, text: "Thing can't be wrong", when: the thing is wrong }]
claims:
  - id: ${CLAIM}
    says: The claim that a test is about.
    source: Some heading > SOME_ROW
    check: ${check}
  - id: the.refusal
    says: Whatever else is so, a wrong request is refused.
    source: Some heading
    check: { refused: true }
cases:
  - { id: unshown, over: [suffix], undocumented: true, claims: [${CLAIM}] }
  - { id: wrong, over: [suffix], expect: WRONG_THING, claims: [${CLAIM}, the.refusal] }
  - { id: refused, over: [suffix], expect: refused, claims: [${CLAIM}, the.refusal] }
`;
  return buildContract(
    [
      { path: 'fixtures/some-page.yaml', text },
      { path: 'fixtures/transport.yaml', text: TRANSPORT },
      { path: 'fixtures/some-method.yaml', text: OVERLAY },
    ],
    schemas,
    contextOf(FACTS),
  );
}

export function caseOf(contract: Contract, name: CaseName): Case {
  const found = generateCases(contract, 'full').find(({ id }) => id === IDS[name]);
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
  const testCase = caseOf(contract, name);
  const findings = judge(contract, { ...testCase, claims: [CLAIM] }, exchange(response), circumstances);
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
