import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { promisify } from 'node:util';
import { profiles } from '../../../src/mock/index.ts';
import { type Bench, bench, post, postText } from './support.ts';

/** What SDKs and tools send, sent by curl, Python, PHP and Go themselves: no client of ours between. */

const TYPING = 'imbot.chat.sendTyping';
const names = ['documented', 'self-hosted', 'cloud'] as const;
const missing = (program: string, version = '--version') =>
  spawnSync(program, [version]).status === 0 ? false : `${program} is not in PATH`;

/** Runs a program that finds the portal's variables, and its CA as B24_CA_FILE; returns what it prints. */
async function run(
  t: TestContext,
  { portal }: Bench,
  program: string,
  args: readonly string[],
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'b24-client-'));
  t.after(() => rm(folder, { recursive: true }));
  const ca = join(folder, 'ca.pem');
  await writeFile(ca, portal.ca);
  const { stdout } = await promisify(execFile)(program, args, {
    env: { ...process.env, ...portal.environment, B24_CA_FILE: ca, CURL_CA_BUNDLE: ca },
    timeout: 30_000,
  });
  return stdout;
}

test('curl posts forms, parts and JSON, by webhook and token', { skip: missing('curl') }, async (t) => {
  for (const profile of names) {
    const it = await bench(t, { profile });
    const url = `${it.env('B24_WEBHOOK')}${TYPING}`;
    const token = it.env('B24_OAUTH_ACCESS_TOKEN');
    const fields = [`CLIENT_ID=${it.env('B24_CLIENT_ID')}`, 'DIALOG_ID=chat123'];
    const each = (option: string) => fields.flatMap((field) => [option, field]);
    for (const args of [
      [...each('-d'), url],
      [...each('-F'), `${url}.json`],
      ['-G', ...each('--data-urlencode'), `${url}/`],
      ['--compressed', ...each('-d'), url],
      ['-H', 'Expect: 100-continue', ...each('-d'), url],
      ['-H', 'Transfer-Encoding: chunked', ...each('-d'), url],
      ['-H', `Authorization: Bearer ${token}`, '-d', 'DIALOG_ID=7', `${it.portal.httpsUrl}/rest/${TYPING}`],
      [
        '-H',
        'Content-Type: application/json',
        '-d',
        `{"DIALOG_ID":"7","auth":"${token}"}`,
        `${it.portal.httpsUrl}/rest/${TYPING}`,
      ],
    ]) {
      assert.equal(
        JSON.parse(await run(t, it, 'curl', ['-sS', ...args])).result,
        true,
        `${profile}: ${args.join(' ')}`,
      );
    }
  }
});

test('curl shows what comes before an answer', { skip: missing('curl') }, async (t) => {
  const it = await bench(t, { profile: 'cloud' });
  const url = `${it.env('B24_WEBHOOK')}profile`;
  it.portal.control.fault({ prefix: 'interim-103' });
  const hinted = await run(t, it, 'curl', ['-sS', '-i', url]);
  assert.match(hinted, /^HTTP\/1\.1 103 [\s\S]*\r\n\r\nHTTP\/1\.1 200 OK\r\n/);
  it.portal.control.fault({ page: 'moved', location: '/rest/no.such' });
  const followed = await run(t, it, 'curl', [
    '-sS',
    '-L',
    '-d',
    'a=1',
    '-w',
    ' %{http_code} %{num_redirects} %{method}',
    url,
  ]);
  assert.match(followed, /"ERROR_METHOD_NOT_FOUND".* 404 1 GET$/);
  assert.match(
    await run(t, it, 'curl', ['-sS', '-o', '/dev/null', '-D', '-', url]),
    /\r\nset-cookie: PHPSESSID=/i,
  );
});

test('Python posts JSON to names with .json, and batches with booleans as True', {
  skip: missing('python3'),
}, async (t) => {
  const script = `
import json, os, ssl, urllib.request
context = ssl.create_default_context(cafile=os.environ['B24_CA_FILE'])
def call(method, parameters):
    request = urllib.request.Request(os.environ['B24_WEBHOOK'] + method + '.json', json.dumps(parameters).encode(),
        {'Content-Type': 'application/json', 'Accept': 'application/json'})
    with urllib.request.urlopen(request, context=context) as response:
        return json.load(response)
client = os.environ['B24_CLIENT_ID']
typing = 'imbot.chat.sendTyping?CLIENT_ID=' + client + '&DIALOG_ID=7'
one = call('imbot.chat.sendTyping', {'CLIENT_ID': client, 'DIALOG_ID': 'chat123'})
many = call('batch', {'halt': False, 'cmd': {'full': 'methods?full=True', 'bad': 'no.such', 'typing': typing}})['result']
base = ['start', 'finish', 'duration', 'processing', 'date_start', 'date_finish']
print(json.dumps({'one': one['result'], 'error': 'error' in one, 'time': all(name in one['time'] for name in base),
    'typing': many['result']['typing'], 'full': 'imbot.register' in many['result']['full'], 'bad': list(many['result_error'])}))
`;
  for (const profile of names) {
    const seen = JSON.parse(await run(t, await bench(t, { profile }), 'python3', ['-c', script]));
    assert.deepEqual(
      seen,
      { one: true, error: false, time: true, typing: true, full: true, bad: ['bad'] },
      profile,
    );
  }
});

test('PHP posts forms encoded twice, JSON to lower-case names, and reads what comes', {
  skip: missing('php'),
}, async (t) => {
  const script = `
function call($method, $body, $type) {
  $context = stream_context_create(['ssl' => ['cafile' => getenv('B24_CA_FILE')], 'http' => [
    'method' => $body === null ? 'GET' : 'POST', 'header' => $type === null ? '' : "Content-Type: $type", 'content' => $body ?? '',
    'ignore_errors' => true, 'follow_location' => 0]]);
  return json_decode(file_get_contents(getenv('B24_WEBHOOK') . $method, false, $context), true);
}
$fields = ['CLIENT_ID' => getenv('B24_CLIENT_ID'), 'DIALOG_ID' => '7'];
$form = 'application/x-www-form-urlencoded';
$cmd = ['halt' => 0, 'cmd' => ['typing' => 'imbot.chat.sendTyping?' . http_build_query($fields), 'users' => 'user.get', 'bad' => 'no.such']];
$batch = call('batch.json', http_build_query($cmd), $form)['result'];
echo json_encode([
  'get' => call('profile.json', null, null)['result']['ID'],
  'form' => call('imbot.chat.sendTyping.json', http_build_query($fields), $form)['result'],
  'json' => call('imbot.chat.sendtyping/', json_encode($fields), 'application/json')['result'],
  'typing' => $batch['result']['typing'],
  'timed' => array_keys($batch['result_time']) === array_keys($batch['result']),
  'bad' => array_keys($batch['result_error']),
]);
`;
  for (const profile of names) {
    const seen = JSON.parse(await run(t, await bench(t, { profile }), 'php', ['-r', script]));
    assert.deepEqual(
      seen,
      { get: '1', form: true, json: true, typing: true, timed: true, bad: ['bad'] },
      profile,
    );
  }
});

test('Go posts JSON and forms, batches, and keeps its connection', {
  skip: missing('go', 'version'),
}, async (t) => {
  const program = `
package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"os"
	"strings"
)

type answer struct {
	Result any                    \`json:"result"\`
	Error  string                 \`json:"error"\`
	Time   map[string]any         \`json:"time"\`
}

func main() {
	pem, _ := os.ReadFile(os.Getenv("B24_CA_FILE"))
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem)
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
	hook := os.Getenv("B24_WEBHOOK")
	reused := 0
	post := func(method, kind, body string) (int, answer) {
		request, _ := http.NewRequest("POST", hook+method, strings.NewReader(body))
		request.Header.Set("Content-Type", kind)
		trace := &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) {
			if info.Reused {
				reused++
			}
		}}
		response, err := client.Do(request.WithContext(httptrace.WithClientTrace(request.Context(), trace)))
		if err != nil {
			panic(err)
		}
		defer response.Body.Close()
		var read answer
		if err := json.NewDecoder(response.Body).Decode(&read); err != nil {
			panic(err)
		}
		return response.StatusCode, read
	}
	fields := url.Values{"CLIENT_ID": {os.Getenv("B24_CLIENT_ID")}, "DIALOG_ID": {"chat123"}}
	form := "application/x-www-form-urlencoded"
	_, typed := post("imbot.chat.sendTyping", form, fields.Encode())
	object, _ := json.Marshal(map[string]string{"CLIENT_ID": fields.Get("CLIENT_ID"), "DIALOG_ID": ""})
	status, refused := post("imbot.chat.sendTyping.json", "application/json", string(object))
	commands := url.Values{"halt": {"0"}, "cmd[typing]": {"imbot.chat.sendTyping?" + fields.Encode()}, "cmd[bad]": {"no.such"}}
	_, batch := post("batch", form, commands.Encode())
	inner, _ := batch.Result.(map[string]any)
	seen, _ := json.Marshal(map[string]any{"typed": typed.Result, "status": status, "error": refused.Error,
		"time": typed.Time["duration"] != nil, "batch": inner["result"], "reused": reused})
	fmt.Println(string(seen))
}
`;
  const folder = await mkdtemp(join(tmpdir(), 'b24-go-'));
  t.after(() => rm(folder, { recursive: true }));
  const [source, binary] = [join(folder, 'client.go'), join(folder, 'client')];
  await writeFile(source, program);
  await promisify(execFile)('go', ['build', '-o', binary, source], {
    env: { ...process.env, GOCACHE: join(folder, 'cache'), GOFLAGS: '-mod=mod', GOPROXY: 'off' },
    timeout: 240_000,
  });
  for (const profile of names) {
    const seen = JSON.parse(await run(t, await bench(t, { profile }), binary, []));
    assert.deepEqual(
      seen,
      {
        typed: true,
        status: 400,
        error: 'DIALOG_ID_EMPTY',
        time: true,
        batch: { typing: true },
        reused: 2,
      },
      profile,
    );
  }
});

test('forms without a content type are read, as BX24.js sends them', async (t) => {
  for (const profile of names) {
    const it = await bench(t, { profile });
    const form = `DIALOG_ID=7&auth=${it.env('B24_OAUTH_ACCESS_TOKEN')}`;
    const url = `${it.portal.httpsUrl}/rest/${TYPING}`;
    assert.equal((await it.send(url, postText(undefined, form))).json.result, true, profile);
  }
});

test('the inner texts of batches may have their brackets encoded, in a list and in a map', async (t) => {
  for (const profile of names) {
    const { hook } = await bench(t, { profile });
    const command = 'user.get?FILTER%5BID%5D=7&start=0';
    for (const cmd of [[command], { 0: command }, { users: command }]) {
      const { result } = (await hook('batch', { cmd })).json.result as { result: Record<string, unknown> };
      const [found] = Object.values(result) as { ID: string }[][];
      assert.deepEqual(
        found?.map(({ ID }) => ID),
        ['7'],
        `${profile}, ${JSON.stringify(cmd)}`,
      );
    }
  }
});

test('no success has a key error, and each has time with its six base fields or all eight', async (t) => {
  for (const profile of names) {
    const it = await bench(t, { profile });
    for (const method of ['profile', 'methods', 'scope', 'user.get', 'batch', 'imbot.bot.list', TYPING]) {
      const { status, json } = await it.hook(method, { DIALOG_ID: '7', cmd: ['profile'] });
      assert.deepEqual([status, 'error' in json], [200, false], `${profile}, ${method}`);
      const { operating_reset_at, ...time } = json.time as Record<string, unknown>;
      assert.equal(Object.keys(json.time as object).length, profiles[profile].reportsLoad ? 8 : 6);
      assert.ok(operating_reset_at === undefined || Number.isInteger(operating_reset_at));
      for (const name of ['start', 'finish', 'duration', 'processing'])
        assert.equal(typeof time[name], 'number');
    }
  }
});

test('keys of result_error are those of the commands, so that a list of commands has numbers', async (t) => {
  const { hook } = await bench(t);
  const errors = async (cmd: unknown) =>
    Object.keys(((await hook('batch', { cmd })).json.result as { result_error: object }).result_error);
  assert.deepEqual(await errors(['profile', 'no.such']), ['1']);
  assert.deepEqual(await errors({ a: 'profile', b: 'no.such' }), ['b']);
});

test('a preflight of a browser is answered in the cloud too', async (t) => {
  const { portal, send } = await bench(t, { profile: 'cloud' });
  const { status, headers } = await send(`${portal.httpsUrl}/rest/profile`, {
    ...post({}),
    verb: 'OPTIONS',
    headers: { origin: 'https://app.invalid', 'access-control-request-headers': 'content-type' },
  });
  assert.equal(status, 200);
  assert.match(String(headers['access-control-allow-headers']), /content-type/);
});
