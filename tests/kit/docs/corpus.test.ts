import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { findPages, readPages } from '../../../src/docs/corpus.ts';

const docs = process.env.B24_DOCS;

// A checkout of the documentation is no part of the project: without one there is nothing to test.
if (docs !== undefined && existsSync(join(docs, 'api-reference/chat-bots')))
  describe('the documentation in B24_DOCS', () => {
    it('reads every page on chat bots fully', () => {
      const pages = readPages(findPages([join(docs, 'api-reference/chat-bots')], docs));
      assert.ok(pages.length > 100);
      assert.deepEqual(
        pages.flatMap(({ file, problems }) =>
          problems.map(({ line, message }) => `${file}:${line}: ${message}`),
        ),
        [],
      );
    });
  });
