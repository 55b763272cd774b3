// Who may import whom; docs/architecture.md draws the same picture. Checked by `npm run imports`.
const ROOMS = {
  // The ground floor knows nothing of this product; every room may stand on it, the mock too.
  base: [],
  contract: [],
  cases: ['contract'],
  wire: ['contract', 'cases'],
  judge: ['contract', 'cases', 'wire'],
  target: ['contract', 'cases', 'wire'],
  report: ['contract', 'cases', 'wire', 'judge'],
  portal: ['contract', 'cases', 'wire', 'judge', 'target', 'report'],
  survey: ['contract', 'cases', 'wire', 'judge', 'target', 'report'],
  docs: ['contract'],
  openapi: ['contract', 'report'],
  // The mock portal knows nothing of what it is judged by; only what starts it knows the mock.
  mock: [],
  run: ['contract', 'cases', 'wire', 'judge', 'target', 'report', 'portal', 'mock', 'survey'],
  recording: ['contract', 'cases', 'wire', 'judge', 'target', 'report', 'mock', 'run'],
  examples: ['contract', 'cases', 'wire', 'judge', 'target', 'report', 'docs', 'mock', 'run'],
  shell: [
    'contract',
    'cases',
    'wire',
    'judge',
    'target',
    'report',
    'portal',
    'docs',
    'mock',
    'run',
    'recording',
    'examples',
    'survey',
  ],
  mutation: ['contract', 'cases', 'wire', 'judge', 'target', 'report', 'mock', 'run'],
  mutants: ['contract', 'cases', 'wire', 'judge', 'target', 'report', 'mock', 'run', 'mutation'],
};

const PURE = '^src/(base|contract|cases|judge)/';

module.exports = {
  forbidden: [
    ...Object.entries(ROOMS).map(([room, allowed]) => ({
      name: `${room}-imports-${allowed.length === 0 ? 'nothing-else' : `only-${allowed.join('-')}`}`,
      severity: 'error',
      from: { path: `^src/${room}/` },
      to: { path: '^(src|tests|bench)/', pathNot: `^src/(${[room, 'base', ...allowed].join('|')})/` },
    })),
    {
      name: 'pure-rooms-do-no-io',
      comment:
        'contract, cases and judge run anywhere: under Playwright, in the mutant matrix, in the benchmark',
      severity: 'error',
      from: { path: PURE },
      to: { path: 'node_modules/(@playwright|playwright|undici|dotenv)' },
    },
    {
      name: 'pure-rooms-use-no-builtin',
      severity: 'error',
      from: { path: PURE },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'only-the-shell-knows-playwright',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(shell|cli|(run/find-chromium|examples/frame)\\.ts)' },
      to: { path: 'node_modules/(@playwright|playwright)' },
    },
    {
      name: 'mock-reads-no-contract',
      comment: 'tests of the mock are written from the same facts as the mock, not from the contract',
      severity: 'error',
      from: { path: '^tests/kit/mock/' },
      to: { path: '^(src/(contract|cases|judge|run|shell)|schemas|fixtures/contract)/' },
    },
    {
      name: 'conformance-tests-know-no-mock',
      severity: 'error',
      from: { path: '^tests/conformance/' },
      to: { path: '^src/mock/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-development-packages-at-run-time',
      severity: 'error',
      // What makes the package or the cache of a checkout is not in the package.
      from: { path: '^src/', pathNot: '^src/(cli/((types|package)\\.ts$|prose/)|shell/build\\.mjs$)' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Imports types that its test makes, and is compiled there.
    exclude: { path: '^tests/kit/openapi/client/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
    },
  },
};
