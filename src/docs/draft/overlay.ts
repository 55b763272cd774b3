import { stringify } from 'yaml';
import type { MethodFacts } from '../../contract/facts.gen.ts';
import { draftErrors } from './errors.ts';
import { guessValues, type IsKnown } from './values.ts';

/** Where the overlay of a method belongs, below the project's root. */
export function overlayPath(method: string): string {
  const [family = method] = method.split('.');
  return `fixtures/contract/${family}/${method}.yaml`;
}

/**
 * The overlay of a method as far as its facts go: values of one valid request, and for each row of the table of errors
 * how it may be provoked. What a person has to settle is marked `todo`, with the reason.
 */
export function draftOverlay(facts: MethodFacts, isKnown: IsKnown): string {
  const { method, page, scope, lacks, unread } = facts;
  const problems = Object.keys({ ...lacks, ...unread });
  const lines = [
    '# yaml-language-server: $schema=../../../schemas/overlay.schema.json',
    `# Drafted from ${page}.`,
    "# Read the page, settle every todo, say what no table says under 'claims', then set 'confidence: reviewed'.",
    ...(problems.length > 0 ? [`# The page as it was read: ${problems.join('; ')}.`] : []),
    ...(scope === undefined ? ['# The page names no scope.'] : []),
    `method: ${method}`,
    'confidence: parsed',
    '',
    ...valueLines(facts, isKnown),
  ];
  const errors = draftErrors(facts, isKnown);
  if (errors.length === 0) return `${lines.join('\n')}\n`;
  lines.push('', 'errors:');
  for (const { key, when, cases = [], todo } of errors) {
    lines.push(`  ${flow(key)}:`);
    if (when !== undefined) lines.push(`    when: ${flow(when)}`);
    if (cases.length > 0)
      lines.push('    cases:', ...cases.map((provocation) => `      - ${flow(provocation)}`));
    if (todo !== undefined) lines.push(`    todo: ${flow(todo)}`);
  }
  return `${lines.join('\n')}\n`;
}

function valueLines(facts: MethodFacts, isKnown: IsKnown): string[] {
  const guesses = [...guessValues(facts, isKnown)];
  const marks = new Map(facts.parameters.map(({ name, required }) => [name, required]));
  const known = guesses.flatMap(([name, guess]) =>
    'value' in guess ? [`  ${flow(name)}: ${flow(guess.value)}`] : [],
  );
  const open = guesses.flatMap(([name, guess]) => {
    if (!('todo' in guess)) return [];
    const mark = marks.get(name);
    const required = mark === true ? ' (required)' : mark === 'webhook' ? ' (required of webhooks)' : '';
    return [`  # ${name}${required}: todo: ${guess.todo}`];
  });
  return [known.length === 0 ? 'values: {}' : 'values:', ...known, ...open];
}

/** A value on one line. */
function flow(value: unknown): string {
  const isPlain = typeof value !== 'object' || value === null;
  return stringify(value, { lineWidth: 0, ...(isPlain ? {} : { collectionStyle: 'flow' }) }).trim();
}
