import type { Stage } from '../stage.ts';
import { renderXml } from '../wire/xml.ts';

/** Turns the body into bytes and names their type (custom-methods.md, example, for both types). */
export const render: Stage = {
  name: 'render',
  phase: 'finish',
  run({ answer, format, portal }) {
    if (answer === undefined) return undefined;
    if (answer.body === undefined) return { ...answer, text: answer.text ?? '' };
    const [type, text] =
      format === 'xml'
        ? ['text/xml', renderXml(answer.body, portal.profile.xmlDeclaration)]
        : ['application/json', JSON.stringify(answer.body)];
    return { ...answer, headers: { 'content-type': `${type}; charset=utf-8`, ...answer.headers }, text };
  },
};
