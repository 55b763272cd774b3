import { guess } from '../base/guess.ts';
import type { DataProblem, YamlFile } from '../base/yaml-file.ts';
import type { Contract, TransportFile } from './contract.ts';
import { valueFaults } from './plan-names.ts';
import { claimFault } from './retired.ts';
import type { Path } from './spec.ts';

/** Names within the file of transport that lead nowhere. */
export function transportProblems(
  { data, file }: { data: TransportFile; file: YamlFile },
  contract: Contract,
): DataProblem[] {
  const problems: DataProblem[] = [];
  const report = (path: Path, message: string): void => {
    problems.push({ file: file.path, line: file.lineOf(path), message });
  };
  const { dimensions, baseline, group, except, representative } = data;
  const names = Object.keys(dimensions);
  if (!contract.plan(representative))
    report(
      ['representative'],
      `the representative method '${representative}' has no overlay with values${guess(
        representative,
        contract.methods.map(({ name }) => name),
      )}`,
    );
  const choice = (name: string, value: string, path: Path): void => {
    const values = Object.keys(dimensions[name] ?? {});
    if (!names.includes(name)) report(path, `no dimension is called '${name}'${guess(name, names)}`);
    else if (!values.includes(value))
      report(path, `'${name}' has no value '${value}'${guess(value, values)}`);
  };
  for (const [name, values] of Object.entries(dimensions)) {
    if (!Object.hasOwn(baseline, name)) report(['baseline'], `the baseline lacks '${name}'`);
    for (const [value, { claims = [], set }] of Object.entries(values)) {
      const path = ['dimensions', name, value, 'set'];
      for (const fault of valueFaults(contract, set)) report(path, fault);
      claims.forEach((id, index) => {
        const fault = claimFault(contract, id);
        if (fault !== undefined) report(['dimensions', name, value, 'claims', index], fault);
      });
    }
  }
  for (const [name, value] of Object.entries(baseline)) choice(name, value, ['baseline', name]);
  group.forEach((name, index) => {
    if (!names.includes(name))
      report(['group', index], `no dimension is called '${name}'${guess(name, names)}`);
  });
  except.forEach(({ when }, index) => {
    for (const [name, values] of Object.entries(when))
      for (const value of values) choice(name, value, ['except', index, 'when', name]);
    if (Object.entries(when).every(([name, values]) => values.includes(baseline[name] ?? '')))
      report(['except', index, 'when'], "'except' forbids the baseline, which every case starts from");
  });
  return problems;
}
