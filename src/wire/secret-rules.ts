/** What stands in reports in place of what a portal hands out. */
export const PLACEHOLDERS = {
  cookie: '**session_cookie**',
  csrf: '**csrf_token**',
  member: '**member_id**',
  access: '**put_access_token_here**',
  refresh: '**put_refresh_token_here**',
  application: '**application_token**',
  clientSecret: '**put_your_client_secret_here**',
  link: '**signed_link**',
  code: '**authorization_code**',
  token: '**token**',
  credential: '**credential**',
  webhook: '**webhook_code**',
  licence: '**licence_hash**',
} as const;

/** Names under which a portal hands out secrets: of fields, headers, attributes, cookies, parameters of addresses. */
interface Rule {
  /** What such names end with; '_' may be written '-', as a blank, or not at all. */
  names: readonly string[];
  placeholder: string;
  /** Longer names that end so mean something else. */
  whole?: true;
  /** Only within an address: a field of that name is innocent, or another rule's. */
  link?: true;
}

/** The first that fits counts. */
const RULES: readonly Rule[] = [
  { names: ['phpsessid', 'session_id', 'session_token', 'session_key'], placeholder: PLACEHOLDERS.cookie },
  { names: ['sessid', 'csrf', 'xsrf', 'csrf_token', 'xsrf_token'], placeholder: PLACEHOLDERS.csrf },
  { names: ['member_id'], placeholder: PLACEHOLDERS.member },
  { names: ['access_token', 'auth_id'], placeholder: PLACEHOLDERS.access },
  { names: ['refresh_token', 'refresh_id'], placeholder: PLACEHOLDERS.refresh },
  { names: ['application_token', 'app_token'], placeholder: PLACEHOLDERS.application },
  { names: ['client_secret'], placeholder: PLACEHOLDERS.clientSecret },
  { names: ['token', 'signature'], placeholder: PLACEHOLDERS.link, link: true },
  {
    names: ['auth', 'sign', 'sig', 'hash', 'signed', 'credential', 'key'],
    placeholder: PLACEHOLDERS.link,
    whole: true,
    link: true,
  },
  { names: ['code', 'state', 'ticket'], placeholder: PLACEHOLDERS.code, whole: true, link: true },
  { names: ['token', 'tokens', 'signature', 'jwt'], placeholder: PLACEHOLDERS.token },
  { names: ['auth', 'sign', 'bearer', 'authorization'], placeholder: PLACEHOLDERS.token, whole: true },
  {
    names: ['password', 'passwd', 'secret', 'secret_key', 'private_key'],
    placeholder: PLACEHOLDERS.credential,
  },
  { names: ['api_key', 'checkword', 'credentials'], placeholder: PLACEHOLDERS.credential },
  { names: ['webhook_code', 'hook_code'], placeholder: PLACEHOLDERS.webhook },
];

const patternOf = ({ names, whole }: Rule): string =>
  `${whole ? '(?<![a-z0-9]|[a-z0-9][-_])' : ''}(?:${names.map((name) => name.replaceAll('_', '[-_ ]?')).join('|')})`;

/** Most names are innocent, and one pattern says so. */
const ANY = new RegExp(`(?:${RULES.map(patternOf).join('|')})$`, 'i');
const NAMED = RULES.map((rule) => ({ ...rule, pattern: new RegExp(`${patternOf(rule)}$`, 'i') }));

/**
 * What stands for the value of this name; undefined where the name is innocent.
 *
 * @param link whether it is a parameter of an address
 */
export function placeholderFor(name: string, link = false): string | undefined {
  return ANY.test(name)
    ? NAMED.find((rule) => (link || !rule.link) && rule.pattern.test(name))?.placeholder
    : undefined;
}

/** Any name of the table, for patterns; case is ignored. */
export const FIELD_NAMES = RULES.filter(({ link }) => !link)
  .map(patternOf)
  .join('|');
export const LINK_NAMES = RULES.map(patternOf).join('|');

/** Shorter ones stand in innocent text, and nobody would guess long at them. */
const SHORTEST_HANDED_OUT = 8;

/** From this length on letters alone, or digits alone, are neither a word nor a number that anything else would say. */
const LONG = 16;

const DATE =
  /^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}([ T,+]+\d{1,2}:\d{2}.*)?$|^[A-Z][a-z]{2}, \d{1,2}[ -][A-Z][a-z]{2}/;

/**
 * Whether a value is so unlike anything else that it may be replaced wherever it stands. Words, numbers, dates, names
 * of encodings or time zones are not: they would take half of the evidence with them.
 */
export function isDistinctive(value: string): boolean {
  if (value.length < SHORTEST_HANDED_OUT || DATE.test(value)) return false;
  const signs = value.replace(/[^\p{L}\p{N}]/gu, '');
  if (signs.length < SHORTEST_HANDED_OUT) return false;
  const digits = signs.replace(/\P{N}/gu, '').length;
  if (digits === 0) return signs.length >= LONG || /\p{Ll}\p{Lu}/u.test(value);
  if (digits === signs.length) return signs.length >= LONG;
  // 'windows-1251', 'bitrix24'.
  return signs.length >= LONG || !/^\p{L}+[-_. ]?\d{1,4}$/u.test(value);
}
