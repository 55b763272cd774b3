import { RULES } from './rules.ts';
import { SAMPLE_PAGE, SNIPPETS } from './snippets.ts';

/** docs/documentation-rules.md: every rule, with an example of its message, what to do about it, and a part of a page before and after. */
export function rulesPage(): string {
  return `# The rules of \`npm run docs -- lint\`

Made from the table of rules in \`src/docs/lint/rules.ts\` by \`npm run docs -- rules --write\`. How far each can be trusted:
[documentation checks](documentation-checks.md#lint).

With each rule stands what makes it speak (\`-\`) and what stands there instead when it is mended (\`+\`), on
[a page about a method that no server has](#the-page). Of rules on twins, the page in the other language is as it is mended.

${Object.keys(RULES).map(explainRule).join('\n')}
## The page

\`\`\`\`markdown
${SAMPLE_PAGE}\`\`\`\`
`;
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

${difference(id)}
`;
}

/** Lines before and after, as a difference. */
function difference(id: string): string {
  const { before = '', after = '' } = SNIPPETS[id] ?? {};
  const lines = (sign: string, text: string): string[] =>
    text === ''
      ? []
      : text
          .replace(/\n$/, '')
          .split('\n')
          .map((line) => `${sign} ${line}`.trimEnd());
  return ['````diff', ...lines('-', before), ...lines('+', after), '````'].join('\n');
}
