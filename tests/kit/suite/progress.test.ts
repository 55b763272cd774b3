import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { namesOfLines } from '../../../src/shell/progress.ts';
import { createStatusLine, painterFor } from '../../../src/shell/status-line.ts';

/** What a terminal shows in the end: a line that was erased is gone. */
function shown(written: readonly string[]): string[] {
  return written
    .join('')
    .split('\n')
    .map((line) => line.slice(line.lastIndexOf('\x1b[2K') + 1).replace(/^\[2K/, ''));
}

function record(isTTY: boolean, columns = 80) {
  const written: string[] = [];
  return { written, status: createStatusLine({ write: (text) => written.push(text), isTTY, columns }) };
}

describe('the status of a run', () => {
  it('stands in the last line of a terminal and gives way to lines that stay', () => {
    const { written, status } = record(true);
    status.set('cases', '1 of 3 cases');
    status.say('imbot.chat.sendTyping');
    status.set('cases', '2 of 3 cases');
    status.set('outlook', 'about 4 s left');
    assert.deepEqual(shown(written), ['imbot.chat.sendTyping', '  … 2 of 3 cases, about 4 s left']);
    status.clear();
    assert.deepEqual(shown(written), ['imbot.chat.sendTyping', '']);
  });

  it('keeps its parts in order and leaves out those that are over', () => {
    const { status } = record(true);
    status.set('cases', '1 of 3 cases');
    status.set('outlook', 'about 4 s left');
    status.set('cases', '2 of 3 cases');
    assert.equal(status.text, '2 of 3 cases, about 4 s left');
    status.set('cases', undefined);
    assert.equal(status.text, 'about 4 s left');
  });

  it('never wraps, as what wraps cannot be erased', () => {
    const { written, status } = record(true, 12);
    status.set('cases', '1234567890123456');
    assert.deepEqual(shown(written), ['  … 1234567']);
  });

  it('writes no more than what stays where there is no terminal', () => {
    const { written, status } = record(false);
    status.set('cases', '1 of 3 cases');
    status.say('imbot.chat.sendTyping');
    status.clear();
    assert.deepEqual(written, ['imbot.chat.sendTyping\n']);
  });
});

describe('the lines of methods', () => {
  const named = (methods: readonly string[]): string[] => {
    const nameOf = namesOfLines(new Set(methods));
    return [...new Set(methods.map(nameOf))];
  };
  const chat = ['add', 'get', 'leave', 'setOwner', 'updateTitle', 'updateColor'].map(
    (name) => `imbot.chat.${name}`,
  );
  const others = ['batch', 'profile', 'scope', 'app.info', 'imbot.register', 'imbot.update'];

  it('are theirs as long as they are few', () => {
    assert.deepEqual(named([...chat, ...others]), [...chat, ...others]);
  });

  it('are those of families where they are many, and one for those without a family', () => {
    assert.deepEqual(named([...chat, ...others, 'methods']), [
      'imbot.chat.* (6)',
      'other methods (5)',
      'imbot.* (2)',
    ]);
  });

  it('keep the name of a single method without a family', () => {
    assert.deepEqual(named([...chat, ...chat.map((name) => name.replace('chat', 'v2.Chat')), 'profile']), [
      'imbot.chat.* (6)',
      'imbot.v2.Chat.* (6)',
      'profile',
    ]);
  });

  it('are those of first words where there are many families', () => {
    const families = Array.from({ length: 13 }, (_, index) => `crm.entity${index}`);
    assert.deepEqual(named([...families.flatMap((name) => [`${name}.get`, `${name}.list`]), ...chat]), [
      'crm.* (26)',
      'imbot.* (6)',
    ]);
  });
});

describe('colours', () => {
  for (const [what, isTTY, env, isInColour] of [
    ['on a terminal', true, {}, true],
    ['in a pipe', false, {}, false],
    ['on a terminal that shows none', true, { TERM: 'dumb' }, false],
    ['on a terminal with NO_COLOR', true, { NO_COLOR: '1' }, false],
    ['on a terminal with an empty NO_COLOR', true, { NO_COLOR: '' }, true],
    ['in a pipe with FORCE_COLOR', false, { FORCE_COLOR: '1' }, true],
    ['in a pipe with an empty FORCE_COLOR', false, { FORCE_COLOR: '' }, true],
    ['on a terminal with FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, false],
    ['with both, which is FORCE_COLOR', false, { FORCE_COLOR: '3', NO_COLOR: '1' }, true],
    ['in CI', false, { CI: 'true' }, true],
    ['in CI with NO_COLOR', false, { CI: 'true', NO_COLOR: '1' }, false],
  ] as const)
    it(`${isInColour ? 'are there' : 'are not there'} ${what}`, () => {
      const text = painterFor({ isTTY }, env)('bad', 'text');
      assert.equal(text.startsWith('\x1b[31m'), isInColour);
      assert.match(text, /text/);
    });
});
