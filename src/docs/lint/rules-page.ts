import { RULES } from './rules.ts';

/** docs/documentation-rules.md: every rule, with an example of its message and what to do about it. */
export function rulesPage(): string {
  return `# The rules of \`npm run docs -- lint\`

Made from the table of rules in \`src/docs/lint/rules.ts\` by \`npm run docs -- rules --write\`. How far each can be trusted:
[documentation checks](documentation-checks.md#lint).

${Object.keys(RULES).map(explainRule).join('\n')}`;
}

/** A section on one rule; empty where there is none of that id. */
export function explainRule(id: string): string {
  const rule = RULES[id];
  if (rule === undefined) return '';
  const { severity, says, example, mend, byDefault } = rule;
  return `## ${id}

${severity.charAt(0).toUpperCase()}${severity.slice(1)}${byDefault === false ? '; off by default, `--rule` switches it on' : ''}. Reports ${says}.

\`\`\`
api-reference/page.md:12: ${id} (${severity}): ${example}
\`\`\`

${mend}
`;
}
