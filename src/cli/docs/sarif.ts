import type { Finding, Kinds } from './findings.ts';

/** SARIF's words for what is no finding. */
const RESULT_KINDS = { passed: 'pass', skipped: 'notApplicable' } as const;

/** SARIF 2.1.0, as code scanning reads it; the fingerprint stays where lines move. */
export function toSarif(command: string, findings: readonly Finding[], kinds: Kinds): object {
  const ids = [...new Set(findings.map(({ rule }) => rule))].sort();
  const rules = ids.map((id) => {
    const { level = 'note', severity = level, says = id, mend } = kinds[id] ?? {};
    return {
      id,
      shortDescription: { text: says },
      ...(mend === undefined ? {} : { help: { text: mend } }),
      defaultConfiguration: { level },
      properties: { severity },
    };
  });
  const results = findings.map(({ rule, path, line, message, digest, url }) => {
    const { level = 'note', outcome } = kinds[rule] ?? {};
    return {
      ruleId: rule,
      ruleIndex: ids.indexOf(rule),
      // What is no failure has no level.
      ...(outcome === undefined ? { level } : { kind: RESULT_KINDS[outcome], level: 'none' }),
      message: { text: message },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: toUri(path) },
            region: { startLine: Math.max(1, line) },
          },
        },
      ],
      partialFingerprints: { 'finding/v1': digest },
      properties: { page: url },
    };
  });
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: `b24-conformance docs ${command}`, rules } },
        columnKind: 'utf16CodeUnits',
        results,
      },
    ],
  };
}

/** A path as a reference that a URI may hold. */
function toUri(path: string): string {
  return path
    .split('/')
    .map((part) => encodeURIComponent(part.replace(/\p{Surrogate}/gu, '\ufffd')))
    .join('/');
}
