/** Builds `dist/`, what the package has in place of the sources: JavaScript with source maps, and types. Run by `npm pack`. */
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
const [types = ''] = generateDtsBundle(
  [{ filePath: join(ROOT, 'src', 'index.ts'), output: { exportReferencedTypes: false, noBanner: true } }],
  { preferredConfigPath: join(ROOT, 'tsconfig.json') },
);
writeFileSync(join(DIST, 'index.d.ts'), types);
