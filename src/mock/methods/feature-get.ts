import type { Method } from './method.ts';
import { text } from './parameters.ts';
import { refuse } from './refuse.ts';

/** feature-get.md. The mock knows no features of a plan: none is available. */
export const featureGet: Method = {
  name: 'feature.get',
  scopes: [],
  run({ parameters }) {
    if ((text(parameters.get('CODE')) ?? '') === '') refuse('CODE_EMPTY', "CODE can't be empty");
    return { result: { value: 'N' } };
  },
};
