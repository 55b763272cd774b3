import { RULES } from './rules.ts';

/** docs/documentation-rules.md: every rule, with an example of its message and what to do about it. */
export function rulesPage(): string {
  const rules = Object.entries(RULES).map(
    ([id, { severity, says, example, mend, byDefault }]) => `## ${id}

${severity.charAt(0).toUpperCase()}${severity.slice(1)}${byDefault === false ? '; off by default, `--rule` switches it on' : ''}. Reports ${says}.

\`\`\`
api-reference/page.md:12: ${id} (${severity}): ${example}
\`\`\`

${mend}
`,
  );
  return `# The rules of \`npm run docs -- lint\`

Made from the table of rules in \`src/docs/lint/rules.ts\` by \`npm run docs -- rules --write\`. How far each can be trusted:
[documentation checks](documentation-checks.md#lint).

${rules.join('\n')}`;
}
