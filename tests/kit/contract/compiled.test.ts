import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { once } from '../../../src/base/once.ts';
import { generateCases } from '../../../src/cases/generate.ts';
import { compileContract } from '../../../src/contract/build.ts';
import type { Contract, ContractContext, TextFile } from '../../../src/contract/contract.ts';
import { type CompiledContract, linkContract } from '../../../src/contract/link.ts';
import {
  loadContract,
  loadResources,
  readContractFiles,
  readDocumentation,
  readLock,
} from '../../../src/run/load.ts';
import { loadFacts } from '../../../src/run/load-facts.ts';
import { contextOf, sampleFiles, schemas } from './sample.ts';

/**
 * Data without keys whose value is undefined, which JSON does not keep and nobody looks for.
 *
 * @throws AssertionError at what JSON would turn into something else: a map, a date, a number that is not finite, a gap
 */
function plain(value: unknown, path = '$'): unknown {
  if (Array.isArray(value))
    return value.map((item, index) => {
      assert.notEqual(item, undefined, `${path}[${index}] is undefined`);
      return plain(item, `${path}[${index}]`);
    });
  if (typeof value === 'number')
    assert.ok(Number.isFinite(value) && !Object.is(value, -0), `${path} is ${value}`);
  if (typeof value !== 'object' || value === null) {
    assert.ok(
      ['string', 'number', 'boolean', 'object'].includes(typeof value),
      `${path} is a ${typeof value}`,
    );
    return value;
  }
  assert.ok(
    [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null),
    `${path} is a ${value.constructor.name}`,
  );
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, plain(item, `${path}.${key}`)]));
}

/** Everything of a contract that cases, judge and report are made from. */
const contentOf = (contract: Contract): unknown =>
  plain({
    pages: contract.pages,
    methods: contract.methods,
    claims: contract.claims,
    retired: [...contract.retired.values()],
    cases: contract.cases,
    transport: contract.transport,
    documentation: contract.documentation,
    plans: contract.methods.map(({ name }) => contract.plan(name) ?? null),
    errors: contract.methods.map(({ name }) => contract.errorsOf(name)),
    about: contract.pages.flatMap(({ errors }) =>
      errors.map((row) =>
        contract.claims.filter((claim) => contract.isAbout(claim, row)).map(({ id }) => id),
      ),
    ),
    full: generateCases(contract, 'full'),
    pairwise: generateCases(contract, 'pairwise'),
  });

const real = (): ContractContext => ({
  ...loadFacts(),
  documentation: readDocumentation(schemas),
  lock: readLock(),
  resources: loadResources(),
});

/** A contract as it is compiled, and all that is made from it. */
function madeOf(
  files: TextFile[],
  context: ContractContext,
): { compiled: CompiledContract; content: unknown } {
  const compiled = compileContract(files, schemas, context);
  return { compiled, content: contentOf(linkContract(compiled, schemas, context)) };
}

describe('a compiled contract that was kept as JSON', () => {
  const context = real();
  const ofSuite = once(() => madeOf(readContractFiles(), context));
  const drafting: ContractContext = { ...context, confidence: 'parsed' };

  for (const [title, made, given] of [
    ['of the sample', () => madeOf(sampleFiles(), contextOf()), contextOf()],
    ['of this suite', ofSuite, context],
    ['of this suite with drafts', () => madeOf(readContractFiles(), drafting), drafting],
  ] as const)
    it(`is the same contract, with the same cases: ${title}`, () => {
      const { compiled, content } = made();
      plain(compiled);
      const kept = JSON.parse(JSON.stringify(compiled)) as CompiledContract;
      assert.deepEqual(contentOf(linkContract(kept, schemas, given)), content);
    });

  it('is what loadContract gives, be it made or kept', () => {
    assert.deepEqual(contentOf(loadContract('reviewed')), ofSuite().content);
  });
});
