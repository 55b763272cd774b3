/** `npm run bench -- [parts|page|start|peers] [arguments]`: measures, prints, asserts nothing; without a name, `parts` and `page`. */
const [name, ...rest] = process.argv.slice(2);
const NAMES: Readonly<Record<string, readonly string[]>> = {
  parts: ['./parts.ts'],
  page: ['./report-page.ts'],
  start: ['./start.ts'],
  peers: ['./peers.ts'],
};
const chosen = name === undefined ? ['./parts.ts', './report-page.ts'] : NAMES[name];
if (chosen === undefined) {
  console.error(`'${name}' is not a measurement; there are: ${Object.keys(NAMES).join(', ')}`);
  process.exit(2);
}
process.argv.splice(2, Infinity, ...rest);
for (const file of chosen) await import(file);
