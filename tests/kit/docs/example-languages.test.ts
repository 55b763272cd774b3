import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { findProgram } from '../../../src/examples/programs.ts';
import { ROOT } from '../../../src/run/load.ts';
import { type ExampleBench, openBench } from './bench.ts';

const LIBRARIES = join(ROOT, 'tests/kit/docs/libraries');
const METHOD = 'imbot.chat.sendTyping';

/** Real interpreters, small libraries of the documented shapes; where there is no interpreter, the tests say so. */
const needing = (program: string, check: readonly string[] = []) => {
  const skip = findProgram(program) === undefined || !ends(program, check) ? `needs ${program}` : false;
  return (name: string, test: () => Promise<void>) => it(name, { skip }, test);
};

const ends = (program: string, args: readonly string[]): boolean =>
  args.length === 0 || spawnSync(program, args).status === 0;

const VENV = ['-m', 'venv', '--help'];

/** With the extension that the libraries send with. */
const needingPhp = () => needing('php', ['-r', 'exit(extension_loaded("curl") ? 0 : 1);']);

describe('examples in other languages, on the mock portal', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'b24-languages-'));
  const { TMPDIR } = process.env;
  let bench: ExampleBench;
  before(async () => {
    // Where examples get their directories, beside those of other tests.
    process.env.TMPDIR = scratch;
    process.env.B24_LEAK = 'of ours';
    const python = pythonWith(join(scratch, 'venv'));
    bench = await openBench({
      libraries: {
        crest: join(LIBRARIES, 'crest/crest.php'),
        phpSdk: join(LIBRARIES, 'php'),
        python,
        goSdk: join(LIBRARIES, 'go'),
      },
    });
  });
  after(async () => {
    await bench?.close();
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
    delete process.env.B24_LEAK;
    rmSync(scratch, { recursive: true });
  });

  /** The verdict, or the reason where there is one. */
  const run = async (tab: string, text: string, method: string = METHOD): Promise<string> => {
    const examples = [{ tab, lang: '', line: 1, text }];
    const [result] = await bench.suite.run({ method, examples, differences: () => [] });
    return result?.reason ?? result?.verdict ?? '';
  };

  describe('PHP CRest', () => {
    const php = needingPhp();
    const call = (method: string, more = '') =>
      `require_once('crest.php');\n$result = CRest::call('${method}', ['BOT_ID' => 39, 'DIALOG_ID' => 'chat123'${more}]);`;

    php('calls with an access token, or a webhook where a CLIENT_ID is passed', async () => {
      assert.equal(await run('PHP CRest', call(METHOD)), 'works');
      assert.equal(
        await run('PHP CRest', call(METHOD, ", 'CLIENT_ID' => '**put_your_client_id_here**'")),
        'works',
      );
      assert.equal(await run('PHP CRest', call('profile')), 'calls profile');
    });

    php('is run where a tab is called PHP as well', async () => {
      assert.equal(await run('PHP', call(METHOD)), 'works');
    });
  });

  describe('PHP SDK', () => {
    const php = needingPhp();
    const call = (more = '', after = '') => `try {
    $response = $b24Service->core->call('${METHOD}', ['BOT_ID' => 39, 'DIALOG_ID' => 'chat123'${more}]);
    processData($response);${after}
} catch (Throwable $exception) {
    echo $exception->getMessage();
}`;

    php('calls with an access token, or a webhook where a CLIENT_ID is passed', async () => {
      assert.equal(await run('PHP', call()), 'works');
      assert.equal(await run('PHP', call(", 'CLIENT_ID' => '**put_your_client_id_here**'")), 'works');
      assert.equal(await run('PHP', "$serviceBuilder->core->call('profile');", 'profile'), 'works');
    });

    php('gets an answer where it asks the reader', async () => {
      const ask = "if (trim(fgets(STDIN)) !== '1') throw new Exception('no answer');";
      assert.equal(await run('PHP', ask + call()), 'works');
    });

    php('tells what an example catches itself', async () => {
      assert.equal(
        await run('PHP', call('', '\n    $response->getResponseData()->getResult()->error();')),
        'sends, then fails: Error: Call to a member function error() on array',
      );
      assert.match(await run('PHP', call(", 'CLIENT_ID' => 1, 'DIALOG_ID' => ''")), /^answered with 400 /);
    });

    php('tells why a program ends, without where it stood', async () => {
      assert.equal(
        await run('PHP', '$a = [;'),
        'sends nothing: syntax error, unexpected token ";", expecting "]"',
      );
      assert.equal(
        await run('PHP', 'nowhere();'),
        'sends nothing: Uncaught Error: Call to undefined function nowhere() in example.php:1',
      );
    });

    php('needs a library that this php can load', async () => {
      for (const [autoload, why] of [
        ["<?php trigger_error('needs PHP 99', E_USER_ERROR);", ': needs PHP 99'],
        ['<?php {', ": Unclosed '{'"],
        ['<?php ', ''],
      ] as const) {
        const phpSdk = mkdtempSync(join(scratch, 'sdk-'));
        mkdirSync(join(phpSdk, 'vendor'));
        writeFileSync(join(phpSdk, 'vendor', 'autoload.php'), autoload);
        const other = await openBench({ libraries: { phpSdk } });
        const examples = [{ tab: 'PHP', lang: 'php', line: 1, text: call() }];
        const [result] = await other.suite.run({ method: METHOD, examples, differences: () => [] });
        await other.close();
        assert.match(result?.reason ?? '', new RegExp(`^needs a php that loads the library${why}$`));
      }
    });

    php('reaches no other host, no program, no other file', async () => {
      const elsewhere =
        "$c = curl_init('https://elsewhere.invalid/rest/1/x/profile'); curl_exec($c) or throw new Exception(curl_error($c));";
      assert.match(await run('PHP', elsewhere), /^sends nothing: .*403/);
      assert.match(await run('PHP', "system('ls');"), /undefined function system/);
      const secret = `$a = file_get_contents('${join(ROOT, 'package.json')}') or throw new Exception('refused');`;
      assert.match(await run('PHP', secret), /^sends nothing: Uncaught Exception: refused/);
      assert.match(
        await run(
          'PHP',
          'foreach (getenv() as $n => $v) if (str_starts_with($n, "B24_")) throw new Exception("leak");',
        ),
        /no request left/,
      );
    });
  });

  describe('Python', () => {
    const python = needing('python3', VENV);
    const call = (more = '', after = '') => `from b24pysdk.client import BaseClient
from b24pysdk.errors import BitrixAPIError

client: BaseClient

try:
    result = client.imbot.chat.sendTyping(**{"BOT_ID": 39, "DIALOG_ID": "chat123"${more}}).response.result
    print(result)${after}
except BitrixAPIError as error:
    print(error)
except Exception as error:
    print(f"Unexpected error: {error}")
`;

    python('calls with an access token, or a webhook where a CLIENT_ID is passed', async () => {
      assert.equal(await run('Python', call()), 'works');
      assert.equal(await run('Python', call(', "CLIENT_ID": "**put_your_client_id_here**"')), 'works');
      assert.match(await run('Python', call(', "CLIENT_ID": "no"')), /^answered with 400 /);
    });

    python('tells what an example catches itself', async () => {
      assert.equal(
        await run('Python', call('', '\n    result.items()')),
        "sends, then fails: AttributeError: 'bool' object has no attribute 'items'",
      );
    });

    python('tells why a program ends', async () => {
      assert.match(await run('Python', 'try:\n'), /^sends nothing: (Indentation|Syntax)Error: /);
      assert.equal(
        await run('Python', 'nowhere()'),
        "sends nothing: NameError: name 'nowhere' is not defined",
      );
    });

    for (const [what, text, told] of [
      [
        'another host',
        'import urllib.request as r; r.urlopen("https://elsewhere.invalid/")',
        'the target only',
      ],
      ['another port', 'import socket; socket.create_connection(("127.0.0.1", 9))', 'the target only'],
      ['a program', 'import os; os.system("ls")', 'may not do this: os.system'],
      ['a program', 'import subprocess; subprocess.run(["ls"])', 'may not do this: subprocess.Popen'],
      ['a file', `open("${join(ROOT, 'package.json')}")`, 'files of their own only'],
      ['a file', `import os; os.remove("${join(ROOT, 'package.json')}")`, 'files of their own only'],
      ['a file', 'import os; open(os.__file__, "a")', 'files of their own only'],
      ['native code', 'import ctypes; ctypes.CDLL(None)', 'may not do this: ctypes'],
      [
        'our environment',
        'import os; assert not [name for name in os.environ if name.startswith("B24_")]',
        'no request left',
      ],
      [
        'a file of its own',
        'open("own.txt", "w").write("x"); assert open("own.txt").read() == "x"',
        'no request left',
      ],
    ] as const)
      python(`reaches ${what}: ${told}`, async () => {
        assert.match(await run('Python', text), new RegExp(`^sends nothing: .*${told}`));
      });
  });

  describe('Go', () => {
    const go = needing('go');
    const call = (more = '', after = 'fmt.Println(ok)') => `// client and ctx are already created
res, err := client.Core().Call(ctx, "${METHOD}", b24.Params{
	"BOT_ID":    39,
	"DIALOG_ID": "chat123",${more}
}, b24.WithIdempotent())
if err != nil {
	return fmt.Errorf("typing: %w", err)
}
var ok bool
if err := json.Unmarshal(res.Result, &ok); err != nil {
	return fmt.Errorf("parse response: %w", err)
}
${after}`;

    go('calls with an access token, or a webhook where a CLIENT_ID is passed', async () => {
      assert.equal(await run('Go', call()), 'works');
      assert.equal(await run('Go', call('\n\t"CLIENT_ID": "**put_your_client_id_here**",')), 'works');
    });

    go('tells what the compiler says of which line, and what the function returns', async () => {
      assert.match(
        await run('Go', call('', '_ = "\\N"')),
        /^sends nothing: example\.go:13(:\d+)?: unknown escape/,
      );
      assert.match(
        await run('Go', call().replace('ok bool', 'ok []string')),
        /^sends, then fails: parse response: json: /,
      );
      assert.match(await run('Go', call().replace('"chat123"', '""')), /^answered with 400 DIALOG_ID_EMPTY/);
    });

    go('imports nothing: no file, no program, no environment', async () => {
      assert.match(
        await run('Go', 'os.Getenv("HOME")'),
        /^sends nothing: example\.go:1(:\d+)?: undefined: os/,
      );
    });

    go('leaves nothing of what placeholders stand for in the cache of the toolchain', async () => {
      const begin = Date.now();
      const secret = String(bench.target.value('bot.clientId'));
      assert.ok(secret.length > 5);
      const text = call('\n\t"CLIENT_ID": "x**put_your_client_id_here**y",');
      assert.match(await run('Go', text), /^answered with 400 /);
      const cache = execFileSync('go', ['env', 'GOCACHE'], { encoding: 'utf8' }).trim();
      const made = readdirSync(cache, { recursive: true, encoding: 'utf8' })
        .map((name) => join(cache, name))
        .filter((file) => statSync(file).isFile() && statSync(file).mtimeMs >= begin);
      assert.ok(made.length > 0);
      assert.deepEqual(
        made.filter((file) => readFileSync(file).includes(`x${secret}y`)),
        [],
      );
    });
  });

  it('leaves no directory behind', () => {
    assert.deepEqual(
      readdirSync(scratch).filter((name) => name.startsWith('b24-example-')),
      [],
    );
  });
});

/** The interpreter of a virtual environment that has the library; undefined where there is no Python. */
function pythonWith(directory: string): string | undefined {
  const python = findProgram('python3');
  if (python === undefined || !ends(python, VENV)) return undefined;
  execFileSync(python, ['-m', 'venv', '--without-pip', directory]);
  const inside = join(directory, 'bin', 'python3');
  const place = 'import sysconfig; print(sysconfig.get_path("purelib"))';
  const packages = execFileSync(inside, ['-c', place], { encoding: 'utf8' }).trim();
  cpSync(join(LIBRARIES, 'python'), packages, { recursive: true });
  return inside;
}
