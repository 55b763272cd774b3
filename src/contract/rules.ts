import type { DataProblem, YamlFile } from '../base/yaml-file.ts';
import type { OverlayFile } from './contract.gen.ts';
import type { ContractClaim, ErrorRow } from './contract.ts';
import type { MethodFacts } from './facts.ts';
import { applyErrors } from './rules/errors.ts';
import { applyHead } from './rules/head.ts';
import { applyParameters, applyRequired } from './rules/parameters.ts';
import { RuleBook } from './rules/rule-book.ts';
import { applySuccess } from './rules/success.ts';
import type { CallPlan, CaseSpec } from './spec.ts';

/** What rules make of a method's facts and its overlay. */
export interface MethodRules {
  claims: readonly ContractClaim[];
  errors: readonly ErrorRow[];
  plan: CallPlan;
  cases: readonly CaseSpec[];
  problems: readonly DataProblem[];
}

/**
 * Ten rules turn the facts of a method's page into claims and cases: the types that parameters accept, what is required
 * (for all, or for webhooks), what may be left out, status and shape of a success, code, status and text of each row of
 * the table of errors, scope, authorization, deprecation. The overlay says what a table cannot.
 */
export function applyRules(overlay: OverlayFile, facts: MethodFacts, file: YamlFile): MethodRules {
  const book = new RuleBook(overlay, facts, file);
  applyHead(book);
  const parameters = applyParameters(book);
  applySuccess(book);
  const errors = applyErrors(book);
  applyRequired(book);
  book.checkNames(errors.map(({ key }) => key));
  const { claims, cases, problems } = book;
  const plan: CallPlan = {
    method: overlay.method,
    request: {},
    parameters,
    fresh: [],
    own: [],
    prepare: [],
    varied: true,
    tags: ['variants'],
  };
  return { claims, errors, plan, cases, problems };
}
