import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tellCaught } from './caught.ts';
import { fill } from './fill.ts';
import type { Frames } from './frame.ts';
import { packageFolder, SDK } from './js.ts';
import type { ExampleRunner, Ran } from './runner.ts';

/** Examples that are a whole page with the SDK's UMD build, which comes from the package. */
export const umdRunner = (frames: Frames): ExampleRunner => ({
  missing: async () => (packageFolder() === undefined ? `the package ${SDK}` : frames.missing()),
  async run(example, stage) {
    const sdk = packageFolder() ?? '';
    const build = ({ pathname }: URL) =>
      pathname.includes(`/${SDK}`) && pathname.endsWith('.js')
        ? join(sdk, 'dist/umd/index.min.js')
        : undefined;
    const ran = await frames.show(tellCaught(fill(example.text, stage, 'token')), build, stage);
    return { ...ran, ...versions(example.text, sdk) };
  },
});

/** The page asks for a build of some version; what it gets is the installed one. */
function versions(html: string, sdk: string): Pick<Ran, 'warnings'> {
  const asked = new RegExp(`${SDK}@([\\w.-]+)`).exec(html)?.[1];
  const { version } = JSON.parse(readFileSync(join(sdk, 'package.json'), 'utf8')) as { version: string };
  return asked === undefined || version === asked || version.startsWith(`${asked}.`)
    ? {}
    : { warnings: [`loads version ${asked} of the SDK, was run with ${version}`] };
}
