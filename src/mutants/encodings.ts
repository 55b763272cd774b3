import { HALTS } from './batch-values.ts';
import {
  before,
  contentType,
  isOf,
  ofTyping,
  parameter,
  received,
  receivedTexts,
  refuse,
  setParameter,
} from './changes.ts';
import { METHOD, type Mutant } from './mutant.ts';

/** Verbs, encodings, addresses and headers of requests that are ignored, refused or misread. */

/** Valid requests are answered with HTTP 200: whatever form is refused, this claim shows it. */
const STATUS = `${METHOD}.status`;
const posted = (type: string) => (call: Parameters<typeof ofTyping>[0]) => contentType(call).startsWith(type);
const byGet = (call: Parameters<typeof ofTyping>[0]): boolean => call.request.verb === 'GET';

export const encodings: readonly Mutant[] = [
  {
    id: 'v2-letters-are-true',
    breaks: "In methods of imbot.v2 the text 'N' counts as true, as PHP has it.",
    kills: ['encoding.v2-booleans'],
    ...before(
      'method',
      (call) => {
        const meant = [...call.spelledParameters].map(
          ([name, value]) => [name, value === 'N' || value] as const,
        );
        call.spelledParameters = new Map(meant);
      },
      (call) => call.method.startsWith('imbot.v2.'),
    ),
  },
  {
    id: 'json-refused',
    breaks: 'A JSON body is refused.',
    about: 'request.post.json',
    // JSON is what nearly every other case is sent in.
    kills: [
      'batch.errors.status',
      'oauth.renewal.lives',
      'method-get.unknown',
      'app-info.webhook.status',
      'app-info.webhook.status-403',
      'app-info.application',
      'app-info.example',
      'app-info.status',
      STATUS,
      'request.post.json',
      'request.post.empty-object',
      'request.auth.json',
      `${METHOD}.BOT_ID.numeric-string`,
      `${METHOD}.DIALOG_ID.user-as-number`,
      ...HALTS,
      'encoding.json.list',
      'method-get.mixed-case',
      'batch.status',
      'encoding.query-and-body',
      'limits.rate.allows-bursts',
      'limits.rate.blocks',
      'method-get.existing',
      'method-get.missing-name',
      'method-get.without-scope',
      'methods.full',
      'methods.own',
      'methods.own.scope',
      'methods.scope',
      'oauth.renewal.usable',
      'observed.auth.access-token',
      'observed.auth.bearer',
      'observed.method.lower-case',
      'observed.slash.doubled',
      'observed.slash.trailing',
      'profile.without-scope',
      'scope.full',
      'scope.own.granted',
      'server-time.format',
      'system.QUERY_LIMIT_EXCEEDED.code',
      'methods.full.names',
      'methods.full.false',
      'methods.scope.alone',
      'scope.full.false',
      'scope.own.token',
    ],
    ...refuse(posted('application/json')),
  },
  {
    id: 'form-without-type-refused',
    breaks: 'A form without the content type of one is refused.',
    kills: ['observed.form.untyped'],
    ...refuse(posted('text/plain')),
  },
  {
    id: 'empty-object-refused',
    breaks: 'A POST with the body {} is refused.',
    // The suite knows of one method without parameters, which needs no scope either.
    kills: ['request.post.empty-object', 'profile.without-scope'],
    ...refuse((call) => call.request.body.toString() === '{}' && isOf('profile')(call)),
  },
  {
    id: 'unknown-parameter-refused',
    breaks: 'A parameter that the method does not know is refused.',
    kills: [STATUS, 'encoding.unknown-parameter'],
    ...refuse((call) => call.parameters.has('B24_CONFORMANCE') || call.parameters.has('NESTED')),
  },
  {
    id: 'nested-json-refused',
    breaks: 'Lists and objects in a JSON body are refused.',
    kills: [STATUS],
    ...refuse(
      (call) => ofTyping(call) && [...call.parameters.values()].some((value) => typeof value === 'object'),
    ),
  },
  {
    id: 'empty-brackets-read-from-the-last',
    breaks: 'A query has the items of a list with empty brackets from the last to the first.',
    kills: ['request.get.list'],
    ...received((call) => {
      const commands = call.parameters.get('CMD') as unknown[] | undefined;
      if (byGet(call) && call.request.target.includes('cmd[]'))
        setParameter(call, 'CMD', commands?.toReversed());
    }),
  },
  {
    id: 'empty-brackets-not-read',
    breaks: 'A query loses all but the last item of a list with empty brackets.',
    kills: ['request.get.list'],
    ...received((call) => {
      const commands = call.parameters.get('CMD') as unknown[] | undefined;
      if (byGet(call) && call.request.target.includes('cmd[]'))
        setParameter(call, 'CMD', commands?.slice(-1));
    }),
  },
  {
    id: 'single-bracket-not-read',
    breaks: 'A query with one nested key loses it.',
    kills: ['request.get.brackets'],
    ...received((call) => {
      const commands = call.parameters.get('CMD') as Record<string, unknown> | undefined;
      if (byGet(call) && Object.keys(commands ?? {}).join() === 'now') setParameter(call, 'CMD', {});
    }),
  },
  {
    id: 'bare-ampersand-kept',
    breaks: 'An & that is not encoded stays a part of the value.',
    kills: [STATUS, 'encoding.ampersand.cuts'],
    ...received(
      (call) => setParameter(call, 'DIALOG_ID', `${parameter(call, 'DIALOG_ID')}&456`),
      (call) => /DIALOG_ID=[^&]*&456/.test(call.request.target),
    ),
  },
  {
    id: 'plus-kept-where-it-is-a-blank',
    breaks: 'A plus sign that is not encoded stays one.',
    kills: ['encoding.plus-as-blank'],
    ...receivedTexts((text) => text.replace('plus blank', 'plus+blank')),
  },
  {
    id: 'encoded-plus-read-as-a-blank',
    breaks: 'An encoded plus sign is read as a blank.',
    kills: ['encoding.plus-encoded'],
    ...receivedTexts((text) => text.replaceAll('sign+sign', 'sign sign')),
  },
  ...(['application/json', 'other'] as const).flatMap((type): Mutant[] => {
    const isJson = type === 'application/json';
    const when = (call: Parameters<typeof ofTyping>[0]): boolean =>
      posted('application/json')(call) === isJson;
    const [name, words] = isJson ? ['json', 'a JSON body'] : ['brackets', 'brackets'];
    return [
      {
        id: `${name}-two-levels-deep`,
        breaks: `Of objects within objects in ${words} the third level is lost.`,
        kills: [`encoding.${name}.nested`, ...(isJson ? ['encoding.json.values'] : [])],
        ...received(
          (call) => setParameter(call, 'FIELDS', { PROPERTIES: { LAST_NAME: 'lost' } }),
          (call) => when(call) && isOf('imbot.update')(call) && !call.inBatch,
        ),
      },
      {
        id: `${name}-lists-lost`,
        breaks: `A list within an object in ${words} is ignored.`,
        kills: [`encoding.${name}.list`],
        ...received(
          (call) => setParameter(call, 'FILTER', {}),
          (call) => when(call) && isOf('user.get')(call),
        ),
      },
      {
        id: `${name}-lists-cut-to-the-first`,
        breaks: `Of a list within an object in ${words} only the first item is taken.`,
        kills: [`encoding.${name}.list`],
        ...received((call) => {
          const { ID: ids } = (call.parameters.get('FILTER') ?? {}) as { ID?: unknown };
          if (when(call) && isOf('user.get')(call) && Array.isArray(ids))
            setParameter(call, 'FILTER', { ID: ids.slice(0, 1) });
        }),
      },
    ];
  }),
  {
    id: 'query-ignored-beside-a-body',
    breaks: 'The query of a request with a body is ignored.',
    kills: ['encoding.query-and-body'],
    ...received(
      (call) => setParameter(call, 'DIALOG_ID', undefined),
      (call) => call.request.body.length > 0 && /[?&]DIALOG_ID=/.test(call.request.target),
    ),
  },
  {
    id: 'names-in-lower-case-ignored',
    breaks: 'Parameters named in lower case are not known.',
    kills: ['observed.parameters.lower-case'],
    ...received((call) => {
      const { target, body } = call.request;
      if (/dialog_id/.test(target) || body.includes('dialog_id')) setParameter(call, 'DIALOG_ID', undefined);
    }),
  },
  {
    id: 'method-in-lower-case-unknown',
    breaks: 'The name of the method in lower case is unknown.',
    kills: ['observed.method.lower-case'],
    ...before(
      'method-known',
      (call) => {
        call.method = 'imbot.nothing';
      },
      (call) => /imbot\.chat\.sendtyping/.test(call.request.target),
    ),
  },
  {
    id: 'trailing-slash-unknown',
    breaks: 'A slash after the name makes another method of it.',
    kills: ['observed.slash.trailing'],
    ...before(
      'method-known',
      (call) => {
        call.method = 'imbot.nothing';
      },
      (call) => /sendTyping\/$/.test(call.request.target),
    ),
  },
  {
    id: 'doubled-slash-redirected',
    breaks: 'Doubled slashes are refused.',
    kills: ['observed.slash.doubled'],
    ...before(
      'method-known',
      (call) => {
        call.method = 'imbot.nothing';
      },
      (call) => call.request.target.startsWith('//'),
    ),
  },
  {
    id: 'nested-keys-swapped-in-multipart',
    breaks: 'A multipart body gives the command of one nested key to another.',
    kills: ['batch.cmd.map', 'batch.errors.scope'],
    ...received((call) => {
      const commands = call.parameters.get('CMD') as Record<string, unknown> | undefined;
      if (posted('multipart/')(call) && commands?.typing !== undefined)
        setParameter(call, 'CMD', { now: commands.typing, typing: commands.now });
    }),
  },
  {
    id: 'nested-keys-swapped-in-json',
    breaks: 'A JSON body gives the command of one nested key to another.',
    kills: ['limits.operating.nested', 'batch.cmd.map', 'batch.errors.scope'],
    ...received((call) => {
      const commands = call.parameters.get('CMD') as Record<string, unknown> | undefined;
      if (posted('application/json')(call) && commands?.now !== undefined && commands.typing !== undefined)
        setParameter(call, 'CMD', { now: commands.typing, typing: commands.now });
    }),
  },
];
