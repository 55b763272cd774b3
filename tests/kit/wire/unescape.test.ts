import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createRedactor } from '../../../src/wire/redact.ts';

const SECRET = 'k3y-0f-th3/portal';
const redact = createRedactor([{ value: SECRET, placeholder: '**gone**' }]);
const each = (write: (char: string) => string): string => [...SECRET].map(write).join('');
const hex = (char: string, digits: number): string => char.charCodeAt(0).toString(16).padStart(digits, '0');

describe('a secret is found however it is written', () => {
  for (const [how, written] of [
    ['with colours of a terminal in it', `${SECRET.slice(0, 6)}\u001b[31m${SECRET.slice(6)}`],
    ['over two lines, indented', `${SECRET.slice(0, 8)}\r\n    ${SECRET.slice(8)}`],
    ['with a character that shows nothing', `${SECRET.slice(0, 5)}\u200b${SECRET.slice(5)}`],
    ['in hexadecimal escapes of JavaScript', each((char) => `\\x${hex(char, 2)}`)],
    ['in Unicode escapes', each((char) => `\\u${hex(char, 4)}`)],
    ['in the old escapes of addresses', each((char) => `%u${hex(char, 4)}`)],
    ['with every letter percent-encoded', each((char) => `%${hex(char, 2)}`)],
    ['percent-encoded twice', encodeURIComponent(encodeURIComponent(SECRET))],
    ['in capitals', SECRET.toUpperCase()],
    ['in numeric references', each((char) => `&#x${hex(char, 2)};`)],
    ['with a named reference', SECRET.replace('/', '&sol;')],
  ] as const)
    it(how, () => {
      assert.equal(redact(`before ${written} after`), 'before **gone** after');
    });

  it('and nothing else is taken for it', () => {
    for (const text of ['k3y-0f-th3', 'k3y 0f th3 portal', '\u001b[31mred\u001b[0m', '%u006b and \\x6b'])
      assert.equal(redact(text), text);
  });
});
