import type { PageData } from '../reader/page.ts';
import { readCode } from './code/read.ts';
import { oncePer } from './once.ts';

/** The one method that all examples call, three of them or more, where it is not the page's. */
export const agreedMethod = oncePer(({ method, examples }: PageData): string | undefined => {
  if (method === undefined || examples.length < 3) return undefined;
  const calls = examples
    .map((example) => readCode(example).calls.filter((call) => !call.translated))
    .filter((found) => found.length > 0);
  const [first] = calls.flat();
  if (!first || calls.length < 3) return undefined;
  const isAgreed = calls.flat().every((call) => call.method.toLowerCase() === first.method.toLowerCase());
  return isAgreed && first.method.toLowerCase() !== method.toLowerCase() ? first.method : undefined;
});
