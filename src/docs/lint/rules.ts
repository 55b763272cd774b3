import { deadAnchor, linkMethod } from './anchors.ts';
import { returnedCase, returnedInner, returnedKeys, returnedType, statuses } from './answers.ts';
import {
  curlContinuation,
  curlMissing,
  methodCase,
  otherMethod,
  placeholder,
  tabLanguage,
  tabsSwapped,
  titleMethod,
  tokenMissing,
} from './commands.ts';
import { errorCode, errorShape, errorTable, errorText } from './errors.ts';
import {
  exampleSyntax,
  parameterCase,
  parameterInner,
  parameterType,
  parameterUnknown,
  requiredMissing,
} from './examples.ts';
import type { Rule, Severity } from './finding.ts';
import { jsonSyntax, keyTwice } from './json.ts';
import { time } from './time.ts';

export interface RuleEntry {
  severity: Severity;
  /** What the rule tells, as the end of a sentence. */
  says: string;
  /** A message as the rule writes it. */
  example: string;
  /** What a writer does about it. */
  mend: string;
  /** Rules of a sample with less than 95 % of true findings speak only where they are asked for. */
  byDefault?: false;
  /** What looks at one page; rules on twins have none, they look at two. */
  look?: Rule;
}

/** Every rule by its id. Ids are in baselines: they stay. */
export const RULES: Record<string, RuleEntry> = {
  'json-syntax': {
    look: jsonSyntax,
    severity: 'breaks a caller',
    says: 'JSON that does not parse, in a block marked as JSON or in the body of a cURL example',
    example: "the JSON does not parse: Expected ',' or '}' after property value in JSON at position 118",
    mend: 'Mend the comma, quote or bracket at that line. An example that leaves something out on purpose says so with `...`.',
  },
  'key-twice': {
    look: keyTwice,
    severity: 'misleads',
    says: 'a key that one object has twice, in JSON or in code',
    example: 'the JSON has the key NAME twice: the first value is lost',
    mend: 'Remove one, or give it the name that was meant.',
  },
  'example-syntax': {
    look: exampleSyntax,
    severity: 'breaks a caller',
    says: 'an example that does not parse in its language: JavaScript, TypeScript, PHP, Python, Go or a shell',
    example: "'BX24.js' does not parse as JavaScript: ',' expected.",
    mend: 'Mend the code at that line. Fragments of an object and examples shortened with `...` are let through.',
  },
  'error-code': {
    look: errorCode,
    severity: 'misleads',
    says: 'an error example with a code that is neither in the table of the page nor among the system errors it includes',
    example: 'the error example has the code NOT_FOUND, which the table does not have',
    mend: 'Ask the server which code it sends; add the row, or correct the example.',
  },
  'error-table': {
    look: errorTable,
    severity: 'misleads',
    says: 'an error example with a code on a page that has no table of codes',
    example: 'the error example has the code WRONG_AUTH_TYPE, and the page has no table of error codes',
    mend: 'Add the table, or the include of the system errors where the code is one of these.',
  },
  'error-shape': {
    look: errorShape,
    severity: 'misleads',
    says: 'an error example without the key `error`, or that is not an object',
    example: 'the error example has no error, but errors: callers recognize an error by that key',
    mend: 'Print the answer as the server sends it.',
  },
  'error-text': {
    look: errorText,
    severity: 'blemish',
    says: 'an error example with another text than every one that the table has for its code',
    example: "the error example says 'Not found' with NOT_FOUND, the table 'Access denied'",
    mend: 'Bring both to what the server says. Placeholders such as `#ID#` stand for anything.',
  },
  'required-missing': {
    look: requiredMissing,
    severity: 'breaks a caller',
    says: 'an example, in any language, that leaves out a required parameter',
    example: "'Go' leaves out the required id",
    mend: 'Add the parameter, or remove the mark from its row.',
  },
  'parameter-unknown': {
    look: parameterUnknown,
    severity: 'misleads',
    says: 'an example, in any language, that sends a parameter that the page does not have',
    example: "'PHP CRest' sends pinId, which the table does not have",
    mend: 'Add the row, or send the parameter that the table has.',
  },
  'parameter-inner': {
    look: parameterInner,
    severity: 'misleads',
    says: "an example that sends, within an object, a key that the object's own table does not have",
    example: "'BX24.js' sends fields.COLOUR, which the table does not have",
    mend: 'Add the row, or send the key that the table has.',
  },
  'parameter-case': {
    look: parameterCase,
    severity: 'breaks a caller',
    says: 'an example that spells a parameter in other letters than the table',
    example: "'cURL (OAuth)' sends ID, the table has id",
    mend: 'Ask the server which spelling it takes; use that in both.',
  },
  'parameter-type': {
    look: parameterType,
    severity: 'misleads',
    says: 'an example that sends a value of none of the types of its row',
    example: '\'BX24.js\' sends TAGS as "a", the table has array',
    mend: 'Correct the type or the value.',
  },
  'other-method': {
    look: otherMethod,
    severity: 'breaks a caller',
    says: "an example that calls another method, and nowhere the page's",
    example: "'PHP' calls crm.lead.get, the page is about crm.lead.add",
    mend: 'Correct the name of the method.',
  },
  'method-case': {
    look: methodCase,
    severity: 'blemish',
    says: "an example that writes the page's method in other letters than the title",
    example: "'Go' calls crm.Lead.add, the page is about crm.lead.add: the letters differ",
    mend: 'Write it as the server lists it in `methods`.',
  },
  'title-method': {
    look: titleMethod,
    severity: 'blemish',
    says: 'a page about a method whose title does not name it',
    example: 'the title does not name the method that the examples call, crm.lead.add',
    mend: 'End the title with the name of the method: that is how readers and tools find the page.',
  },
  'curl-continuation': {
    look: curlContinuation,
    severity: 'breaks a caller',
    says: 'lines of a command that do not go on: `/` for `\\`, blanks or a comment after it, or nothing',
    example: "'cURL (Webhook)' has blanks after \\: the line does not go on",
    mend: 'End each line but the last with `\\` and nothing behind it.',
  },
  'curl-missing': {
    look: curlMissing,
    severity: 'breaks a caller',
    says: 'a command that begins with its options, without `curl`',
    example: "'cURL (Webhook)' does not begin with curl: there is no command to run",
    mend: 'Write `curl` before the options.',
  },
  placeholder: {
    look: placeholder,
    severity: 'breaks a caller',
    says: 'a placeholder that is almost one of those that all pages have',
    example: "'cURL (OAuth)' has the placeholder put_acess_token_here, elsewhere it is put_access_token_here",
    mend: 'Use the spelling of first-steps/how-to-use-examples.md: readers and tools replace that.',
  },
  'tabs-swapped': {
    look: tabsSwapped,
    severity: 'misleads',
    says: 'the tab of the webhook that authorizes by an access token, or the other way round',
    example: "'cURL (OAuth)' calls a webhook",
    mend: 'Swap the examples, or correct the address and `auth`.',
  },
  'token-missing': {
    look: tokenMissing,
    severity: 'breaks a caller',
    says: 'an example of OAuth without an access token',
    example: "'cURL (OAuth)' has no access token",
    mend: 'Add `"auth": "**put_access_token_here**"` to the body.',
  },
  'tab-language': {
    look: tabLanguage,
    severity: 'misleads',
    says: "an example, on a method's page, in another language than its tab",
    example: "'Python' holds an example in go",
    mend: 'As a rule, the tab that should hold it is indented too far, or the fence names the wrong language.',
  },
  'returned-keys': {
    look: returnedKeys,
    severity: 'misleads',
    says: 'a key at the top of the success example without a row in the table of returned fields',
    example: "the answer's example has next, which the table does not have",
    mend: 'Add the row, or remove the key.',
  },
  'returned-inner': {
    look: returnedInner,
    severity: 'misleads',
    says: "a key within the success example that its object's own table does not have",
    example: "the answer's example has result.OTHER, which the table does not have",
    mend: 'Add the row, or say beside the table that there are more fields.',
  },
  'returned-case': {
    look: returnedCase,
    severity: 'misleads',
    says: 'a returned field in other letters than in the example',
    example: "the table has ID, the answer's example id",
    mend: 'Write it as the server sends it.',
  },
  'returned-type': {
    look: returnedType,
    severity: 'misleads',
    says: 'a returned field, also within objects and lists, of another type than its value in the example',
    example: 'result.ID is integer in the table and "5" in the example',
    mend: 'Print what the server sends, and give the type that JSON has for it. `Y` and `N` are booleans in this documentation.',
  },
  status: {
    look: statuses,
    severity: 'misleads',
    says: 'an answer without a status, or with one that answers of its kind cannot have',
    example: 'the error answer has no status',
    mend: 'Say `HTTP status: **400**` above the example.',
  },
  'link-method': {
    look: linkMethod,
    severity: 'misleads',
    says: 'a link whose text is the name of a method and that leads to the page of another one',
    example:
      'the link crm.lead.get leads to the page of crm.lead.list (api-reference/crm/leads/crm-lead-list.md)',
    mend: 'Correct the text or the target.',
  },
  'dead-anchor': {
    look: deadAnchor,
    severity: 'blemish',
    says: 'a link to an anchor that is not on its page',
    example: 'nothing on the page has the anchor #fields',
    mend: 'Correct the anchor, or give the heading `{#fields}`.',
  },
  time: {
    look: time,
    severity: 'blemish',
    says: 'a `time` whose numbers cannot be of one answer',
    example: 'date_start is 08:00:00Z, start is 06:00:00.123Z, 2 h apart',
    mend: 'Paste the whole of one answer.',
  },
  'twin-title': {
    severity: 'misleads',
    says: 'with `--twins`: a title that names another method',
    example: 'the title names a.b here, a.c in the other language',
    mend: 'Correct the wrong one.',
  },
  'twin-required': {
    severity: 'breaks a caller',
    says: 'with `--twins`: a parameter that is required in one language alone, or a returned field where both pages mark some',
    example: 'id is required here, not required in the other language',
    mend: 'Ask the server; correct the wrong one.',
  },
  'twin-field': {
    severity: 'misleads',
    says: 'with `--twins`: a parameter or a returned field that is in the table of one language alone',
    example: 'tags is in this table, not in the other language',
    mend: 'Add the row.',
  },
  'twin-type': {
    severity: 'misleads',
    says: 'with `--twins`: a parameter or a returned field of another type',
    example: 'id is integer here, string in the other language',
    mend: 'Ask the server; correct the wrong one.',
  },
  'twin-code': {
    severity: 'misleads',
    says: 'with `--twins`: an error code that is in the table of one language alone, also in shared parts',
    example: 'NOT_FOUND is in this table, not in the other language',
    mend: 'Add the row.',
  },
  'twin-text': {
    severity: 'blemish',
    says: "with `--twins`: a server's text that differs by more than quotes and the last dot",
    example: "BAD says 'Bad REST thing' here, 'Bad rest thing' in the other language",
    mend: 'The server says one of them; use it in both.',
  },
  'twin-status': {
    severity: 'misleads',
    says: 'with `--twins`: another status',
    example: 'the error status is 400 here, 403 in the other language',
    mend: 'Ask the server; correct the wrong one.',
  },
  'twin-example': {
    severity: 'blemish',
    says: 'with `--twins`: an error example with another code or text',
    example: 'the error example has the code BAD here, OTHER in the other language',
    mend: 'The example is an answer of the server: it is the same in every language.',
  },
};
