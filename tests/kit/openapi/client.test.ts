import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { ClientOptions } from 'openapi-fetch';
import openapiTS, { astToString } from 'openapi-typescript';
import { Agent, fetch, Request } from 'undici';
import { openMock } from '../../../src/run/embedded-mock.ts';
import { ROOT } from '../../../src/run/load.ts';

const CACHE = join(ROOT, 'node_modules', '.cache', 'b24-conformance');
/** As of an integrator whose client is for browsers as well. */
const PROJECT = {
  compilerOptions: {
    target: 'es2023',
    lib: ['es2023', 'dom', 'dom.iterable'],
    module: 'nodenext',
    strict: true,
    rewriteRelativeImportExtensions: true,
    skipLibCheck: true,
    types: [],
  },
  files: ['client.ts'],
};

/** The client's own words for what it does; its types are made in the test, so that none are known here. */
interface ClientModule {
  callPortal(
    options: ClientOptions,
    known: { botId: number; clientId: string; dialogId: string },
  ): Promise<{
    typed: { status: number; done: boolean; processing: number };
    asForm: number;
    asQuery: number;
    refused: { status: number; code: string; text: string };
    users: { status: number; ids: string[]; total: number };
  }>;
}

/** Leaves JavaScript beside the sources; what was wrong with them. */
function compile(folder: string): string {
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(PROJECT));
  const compiler = join(ROOT, 'node_modules', 'typescript-7', 'bin', 'tsc');
  const words = [compiler, '--pretty', 'false'];
  const { status, stdout } = spawnSync(process.execPath, words, { cwd: folder, encoding: 'utf8' });
  assert.equal(status === 0, stdout === '', `the compiler ended with ${status}`);
  return stdout;
}

describe('a client generated from the description', () => {
  it('compiles under strict, and calls the mock portal', async (t) => {
    mkdirSync(CACHE, { recursive: true });
    // Within the project, so that it finds openapi-fetch as an integrator's client does.
    const folder = mkdtempSync(join(CACHE, 'client-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const types = await openapiTS(readFileSync(join(ROOT, 'openapi', 'bitrix24.yaml'), 'utf8'));
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    writeFileSync(join(folder, 'api.ts'), astToString(types));
    copyFileSync(join(import.meta.dirname, 'client', 'client.ts'), join(folder, 'client.ts'));
    assert.equal(compile(folder), '');

    const { callPortal } = (await import(pathToFileURL(join(folder, 'client.js')).href)) as ClientModule;
    const { mock, close } = await openMock('documented');
    const dispatcher = new Agent({ connect: { ca: mock.ca } });
    t.after(async () => {
      await dispatcher.close();
      await close();
    });
    const { B24_WEBHOOK = '', B24_BOT_ID, B24_CLIENT_ID = '', B24_CHAT_ID } = mock.environment;
    const { typed, asForm, asQuery, refused, users } = await callPortal(
      {
        baseUrl: B24_WEBHOOK.replace(/\/$/, ''),
        // The certificate is the mock's own; what undici and the standard library call a Request is the same.
        Request: Request as unknown as typeof globalThis.Request,
        fetch: ((request: Request) => fetch(request, { dispatcher })) as unknown as (
          request: globalThis.Request,
        ) => Promise<Response>,
      },
      { botId: Number(B24_BOT_ID), clientId: B24_CLIENT_ID, dialogId: `chat${B24_CHAT_ID}` },
    );
    assert.deepEqual([typed.status, typed.done, typeof typed.processing], [200, true, 'number']);
    assert.deepEqual([asForm, asQuery], [200, 200]);
    assert.deepEqual(refused, { status: 400, code: 'DIALOG_ID_EMPTY', text: "Dialog ID can't be empty" });
    assert.equal(users.status, 200);
    assert.ok(users.ids.length > 0 && users.total === users.ids.length, 'every active user, with his id');
  });
});
