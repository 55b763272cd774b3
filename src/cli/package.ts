/** Builds `dist/`, what the package has in place of the sources: JavaScript with source maps, and types. Run by `npm pack`. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateDtsBundle } from 'dts-bundle-generator';
import { ROOT } from '../run/root.ts';
import { build } from '../shell/build.mjs';
import { ENTRIES } from '../shell/compiled.mjs';

const DIST = join(ROOT, 'dist');

rmSync(DIST, { recursive: true, force: true });
await build({
  outdir: DIST,
  movable: true,
  entries: {
    ...ENTRIES,
    index: 'src/index.ts',
    main: 'src/cli/main.ts',
  },
});
const main = join(DIST, 'main.mjs');
writeFileSync(main, `#!/usr/bin/env node\n${readFileSync(main, 'utf8')}`);
chmodSync(main, 0o755);
writeFileSync(join(DIST, 'index.d.ts'), declarations());

/**
 * The types of the library in one file. The declarations of the sources come from the compiler of `npm run typecheck`, which
 * takes a tenth of what the bundler's own takes; that one then sees declarations alone.
 */
function declarations(): string {
  const folder = join(DIST, 'declarations');
  const project = (name: string, compilerOptions: object): string => {
    const path = join(folder, `${name}.json`);
    const files = [join(ROOT, 'src', 'index.ts')];
    writeFileSync(
      path,
      JSON.stringify({ extends: '../../tsconfig.json', compilerOptions, include: [], files }),
    );
    return path;
  };
  mkdirSync(folder);
  const emitting = {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    outDir: folder,
    rootDir: ROOT,
  };
  const compiler = join(ROOT, 'node_modules', 'typescript-7', 'bin', 'tsc');
  execFileSync(process.execPath, [compiler, '-p', project('emit', emitting)], { stdio: ['ignore', 2, 2] });
  // What is bundled is of this project alone: the names of Node's types stay as they are without these.
  const preferredConfigPath = project('bundle', { types: [] });
  const [types = ''] = generateDtsBundle(
    [
      {
        filePath: join(folder, 'src', 'index.d.ts'),
        output: { exportReferencedTypes: false, noBanner: true },
      },
    ],
    { preferredConfigPath },
  );
  rmSync(folder, { recursive: true });
  return types;
}
