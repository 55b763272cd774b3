import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Har } from '../src/recording/har.gen.ts';
import { judgeRecording } from '../src/recording/judge-recording.ts';
import { loadContract } from '../src/run/load.ts';
import { ROOT } from '../src/run/root.ts';
import { allCases } from '../src/shell/recording.ts';
import { processorSeconds } from './processor-time.ts';
import type { JudgeFigures } from './results.ts';

/** How often the exchanges of a run stand in the recording that is judged as another program's. */
const TIMES = 5;

/** What judging costs: a recording of the suite's own run, and the same traffic as another program would have recorded it. */
export async function measureJudge(): Promise<JudgeFigures[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'b24-bench-judge-'));
  try {
    const [own, foreign] = [join(scratch, 'own.har'), join(scratch, 'foreign.har')];
    const options = ['--target', 'mock', '--record', own];
    const words = ['npm', 'run', '-s', 'conformance', '--', ...options];
    await processorSeconds({ words, cwd: ROOT, env: { B24_RESULTS: join(scratch, 'results') } });
    const har = JSON.parse(readFileSync(own, 'utf8')) as Har;
    const { _b24, _b24End, ...log } = har.log;
    const entries = log.entries.map(({ _b24: _, ...entry }) => entry);
    const repeated = Array.from({ length: TIMES }, () => entries).flat();
    writeFileSync(foreign, JSON.stringify({ log: { ...log, entries: repeated } }));
    const contract = loadContract();
    const cases = allCases();
    const measure = async (name: string, path: string, exchanges: number): Promise<JudgeFigures> => {
      const before = process.cpuUsage();
      const { outcome } = await judgeRecording(path, contract, cases);
      const { user, system } = process.cpuUsage(before);
      const findings = outcome.judged.reduce((sum, judged) => sum + judged.findings.length, 0);
      return { name, exchanges, findings, seconds: (user + system) / 1e6 };
    };
    return [
      await measure('a run of the suite', own, entries.length),
      await measure('traffic of another program', foreign, repeated.length),
    ];
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
