import { existsSync } from 'node:fs';
import { tellCaught } from './caught.ts';
import { fill } from './fill.ts';
import type { Frames } from './frame.ts';
import type { ExampleRunner } from './runner.ts';

/** Where the vendor serves the library (sdk/bx24-js-sdk/index.md). */
const ADDRESS = 'https://api.bitrix24.com/api/v1/';

/**
 * BX24.js examples, in a page that starts them as the library's overview says: when it is ready.
 *
 * @param library a saved copy of the library, which only the vendor serves
 */
export const bx24Runner = (library: string | undefined, frames: Frames): ExampleRunner => ({
  async missing() {
    const there = library !== undefined && existsSync(library);
    return there ? frames.missing() : `the script ${ADDRESS}, saved in a file that B24_BX24 names`;
  },
  run(example, stage) {
    const text = tellCaught(fill(example.text, stage, 'token')).replaceAll('</script', '<\\/script');
    const html = `<script src="${ADDRESS}"></script><script>BX24.init(function () { ${text}\n});</script>`;
    return frames.show(html, ({ href }) => (href === ADDRESS ? library : undefined), stage);
  },
});
