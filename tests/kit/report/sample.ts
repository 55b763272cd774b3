import { buildContract, type Contract } from '../../../src/contract/contract.ts';
import { change, schemas } from '../contract/sample.ts';

const FILE = 'fixtures/some-method.yaml';

/** A page with a claim of every strength, in the order in which reports have them. */
const PAGE = `
page: { path: api/some-method.md, title: Some method }
method: some.method
calls:
  - name: some.method
    scope: imbot
    values: { THING: s }
    forms: { THING: { short: { title: short thing, value: s }, long: { title: long thing, value: a long thing } } }
errors:
  rows:
    - { code: WRONG_THING, status: 400, text: Thing is wrong, when: the thing is wrong }
claims:
  - id: some.method.status
    says: A valid request is answered with status 200.
    source: Response
    check: { status: 200 }
  - id: some.method.result
    says: The answer has a result.
    source: Response
    check: { success: { /result: { present: true } } }
  - id: some.method.THING.short
    says: The thing may be short.
    source: Parameters > THING
    check: { accepted: true }
  - id: some.method.WRONG_THING.code
    says: A wrong thing is answered with WRONG_THING.
    source: Errors
    check: { error: { code: WRONG_THING, part: code } }
  - id: some.method.refused
    says: A wrong thing is refused.
    source: Errors
    check: { refused: true }
  - id: some.method.fast
    says: The answer comes quickly.
    strength: should
    source: Response
    untestable: no bound is given for quickly
cases:
  - { id: some.method.short, title: short thing, with: { THING: s }, claims: [some.method.THING.short] }
  - id: some.method.thing-wrong
    title: wrong thing
    over: [request]
    with: { THING: wrong }
    expect: WRONG_THING
    claims: [some.method.refused]
`;

const TRANSPORT = `
representative: some.method
group: [request]
baseline: { request: post }
dimensions:
  request:
    get: { title: by GET, set: { credential: { webhook: own }, verb: GET, encoding: query } }
    post: { title: by POST, set: { credential: { webhook: own }, verb: POST, encoding: json } }
except: []
`;

/** The contract that reports are made of; after one change that must apply, and with further pages. */
export function reportContract(from?: string, to = '', ...further: string[]): Contract {
  const text = from === undefined ? PAGE : change(PAGE, from, to);
  const pages = [text, ...further].map((page, index) => ({
    path: index === 0 ? FILE : `fixtures/further-${index}.yaml`,
    text: page,
  }));
  return buildContract([...pages, { path: 'fixtures/transport.yaml', text: TRANSPORT }], schemas);
}
