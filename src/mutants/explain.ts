import type { Case } from '../cases/case.ts';
import { explain } from '../judge/explain.ts';
import { exchangeText } from '../report/redacted-exchange.ts';
import { printable } from '../report/text.ts';
import { loadContract } from '../run/load.ts';
import { createBench, verdictsOf } from './bench.ts';
import { turnedRed } from './matrix.ts';
import type { Mutant } from './mutant.ts';

/** What the suite says of one mutant, for someone who sees nothing else: each contradiction, and one exchange of it. */
export async function explainMutant(mutant: Mutant): Promise<{ text: string; isKilled: boolean }> {
  const bench = await createBench();
  const contract = loadContract();
  // As in the matrix: what it does to further methods is not listed.
  const results = await bench.run(mutant, true).finally(bench.close);
  const red = turnedRed(verdictsOf(results));
  const parts = red.flatMap((id) => {
    const claim = contract.claim(id);
    const result = results.find((one) => one.id === id);
    const evidence = result?.evidence[0];
    const one = bench.cases.find((each: Case) => each.id === evidence?.case);
    if (!claim || !result || !evidence || !one) return [];
    const { confirmed, contradicted } = result.counts;
    const sent = `${evidence.request.method} ${evidence.request.url}`;
    return [
      printable(explain(claim, one, sent, evidence.problems.join('; '))),
      `  seen: ${contradicted} contradicted, ${confirmed} confirmed`,
      '',
      printable(exchangeText(evidence, [])),
    ];
  });
  const unnoticed = mutant.kills.filter((id) => !red.includes(id));
  const surprising = red.filter((id) => !mutant.kills.includes(id));
  return {
    text: [
      `${mutant.id}: ${mutant.breaks}`,
      '',
      ...parts,
      `turned red: ${red.join(', ') || 'nothing'}`,
      ...(unnoticed.length > 0 ? [`not noticed: ${unnoticed.join(', ')}`] : []),
      ...(surprising.length > 0 ? [`surprising: ${surprising.join(', ')}`] : []),
    ].join('\n'),
    isKilled: unnoticed.length + surprising.length === 0,
  };
}
