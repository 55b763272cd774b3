import type { ContractClaim } from '../contract/contract.ts';
import { type Call, type Parameters, wrapStage } from '../mock/index.ts';
import type { When } from './changes.ts';
import { byItself, type Context, slug } from './further-context.ts';
import type { Difference, Mutant } from './mutant.ts';

/** Faults in what a further method leaves behind. */

/**
 * The method answers as ever and changes nothing; and, where the flow looks at what a refused call of it left, it refuses
 * and does it all the same.
 */
export function ofFlow(claim: ContractClaim, { contract, method }: Context): readonly Mutant[] {
  const steps = contract.cases
    .filter(({ claims }) => claims.includes(claim.id))
    .flatMap((spec) => spec.steps);
  const bots = steps.flatMap((step) =>
    step.role === 'observe' && step.call === method && step.expect?.['/error'] !== undefined
      ? Object.keys(step.request.with ?? {}).filter((name) => /^bot_?id$/i.test(name))
      : [],
  );
  return [
    {
      id: `${slug(claim.id)}-missing`,
      breaks: `${method} answers as if it were done, and changes nothing.`,
      kills: [claim.id],
      about: claim.id,
      ...idle(byItself(method)),
    },
    ...(bots.length === 0
      ? []
      : [
          {
            id: `${slug(claim.id)}-although-refused`,
            breaks: `${method} refuses a bot of another application, and does it all the same.`,
            kills: [claim.id],
            about: claim.id,
            ...doneAlthoughRefused(byItself(method), bots),
          },
        ]),
  ];
}

/** Whatever the method did to what the portal holds is undone before anybody else has a turn. */
const idle = (when: When): Difference => ({
  stages: (stages) =>
    wrapStage(stages, 'method', (call, run) => {
      if (!when(call)) return run(call);
      const undo = call.portal.tables.map((table) => {
        const rows = [...table];
        return () => {
          table.clear();
          for (const [id, row] of rows) table.set(id, row);
        };
      });
      const answer = run(call);
      for (const restore of undo) restore();
      return answer;
    }),
});

/** A call that is refused for its bot is carried out by those that accepted calls named, and refused. */
const doneAlthoughRefused = (when: When, bots: readonly string[]): Difference => ({
  stages: (stages) => {
    const accepted = new Map<string, Parameters>();
    const named = (call: Call): Parameters => new Map([...call.parameters, ...call.spelledParameters]);
    return wrapStage(stages, 'method', async (call, run) => {
      const answer = await run(call);
      if (!when(call) || answer === undefined) return answer;
      const account = call.caller?.account ?? '';
      if (answer.body && 'result' in answer.body) {
        accepted.set(JSON.stringify([account, ...bots.map((name) => named(call).get(name))]), named(call));
        return answer;
      }
      const { parameters, spelledParameters } = call;
      for (const [key, earlier] of accepted) {
        if (!key.startsWith(JSON.stringify([account]).slice(0, -1))) continue;
        const own = bots.map((name) => [name, earlier.get(name)] as const);
        call.parameters = new Map([
          ...parameters,
          ...own.map(([name, value]) => [name.toUpperCase(), value] as const),
        ]);
        call.spelledParameters = new Map([...spelledParameters, ...own]);
        await run(call);
      }
      Object.assign(call, { parameters, spelledParameters });
      return answer;
    });
  },
});
