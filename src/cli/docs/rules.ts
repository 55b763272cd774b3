import { writeFileSync } from 'node:fs';
import { guess } from '../../base/guess.ts';
import { DEFAULT_RULES, RULES } from '../../docs/lint/lint.ts';
import { explainRule, rulesPage } from '../../docs/lint/rules-page.ts';
import { ArgumentError, orExit } from '../../shell/settings.ts';
import { asArgument, type DocsCommand, writeJson } from './shared.ts';

const PAGE = new URL('../../../docs/documentation-rules.md', import.meta.url);

/** Explains the rules of lint, from the table that lint has them in. */
export const rules: DocsCommand = {
  options: ['write'],
  help: `rules [RULE …] [--write]
  Explains every rule of lint, or those named, with an example; --write puts that into docs/documentation-rules.md.`,
  run({ names, json, write }) {
    const asked = names.length === 0 ? Object.keys(RULES) : names;
    orExit(() => {
      const unknown = asked.find((id) => !Object.hasOwn(RULES, id));
      if (unknown !== undefined)
        throw new ArgumentError(`There is no rule '${unknown}'${guess(unknown, Object.keys(RULES))}`);
    });
    writeJson(
      json,
      asked.map((id) => {
        const { look: _look, byDefault: _byDefault, ...entry } = RULES[id] ?? {};
        return { rule: id, ...entry, byDefault: DEFAULT_RULES.includes(id) };
      }),
    );
    if (write) orExit(() => asArgument(() => writeFileSync(PAGE, rulesPage())));
    else if (json !== '-')
      process.stdout.write(names.length === 0 ? rulesPage() : asked.map(explainRule).join('\n'));
    return 0;
  },
};
