/** Deeper than any answer of a portal; below it, a body is shown as it came. */
const DEEPEST = 40;

/**
 * @typedef {{ text: string, marked: boolean }} Line
 */

/**
 * A body in lines, with the parts marked that the pointers name. JSON is indented, but each of its tokens stays exactly
 * as it came; what is missing marks the value around it. Other texts are shown as they came.
 *
 * @param {string} body
 * @param {readonly string[]} pointers JSON pointers
 * @returns {Line[]}
 */
export function layOut(body, pointers) {
  const laidOut = layOutJson(body);
  if (!laidOut) return markElements(body, pointers);
  const { lines, ranges } = laidOut;
  for (const pointer of pointers) {
    let around = pointer;
    while (!ranges.has(around) && around.includes('/')) around = around.slice(0, around.lastIndexOf('/'));
    const [from, to] = ranges.get(around) ?? [0, -1];
    for (const line of lines.slice(from, to + 1)) line.marked = true;
  }
  return lines;
}

/**
 * @param {string} body
 * @returns {{ lines: Line[], ranges: Map<string, [number, number]> } | undefined} undefined when it is no JSON
 */
function layOutJson(body) {
  try {
    JSON.parse(body);
  } catch {
    return undefined;
  }
  const tokens = body.match(/"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s[\]{}:,"]+/g) ?? [];
  /** @type {Line[]} */
  const lines = [];
  /** @type {Map<string, [number, number]>} */
  const ranges = new Map();
  let at = 0;
  /**
   * @param {string} pointer
   * @param {string} lead
   * @param {number} depth
   */
  const value = (pointer, lead, depth) => {
    const first = lines.length;
    const token = tokens[at++] ?? '';
    /** @param {string} text */
    const push = (text) => lines.push({ text: '  '.repeat(depth) + text, marked: false });
    const close = token === '{' ? '}' : token === '[' ? ']' : undefined;
    if (close === undefined) push(lead + token);
    else if (tokens[at] === close) {
      at++;
      push(lead + token + close);
    } else {
      if (depth > DEEPEST) throw new RangeError('too deep');
      push(lead + token);
      let index = 0;
      do {
        const key = token === '{' ? (tokens[at] ?? '""') : undefined;
        if (key !== undefined) at += 2;
        const name = key === undefined ? String(index++) : String(JSON.parse(key));
        const path = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        value(path, key === undefined ? '' : `${key}: `, depth + 1);
        const last = lines.at(-1);
        if (last && tokens[at] === ',') last.text += ',';
      } while (tokens[at++] === ',');
      push(close);
    }
    ranges.set(pointer, [first, lines.length - 1]);
  };
  try {
    value('', '', 0);
  } catch {
    return undefined;
  }
  return { lines, ranges };
}

/**
 * In XML, the first element of the pointer's last name.
 *
 * @param {string} body
 * @param {readonly string[]} pointers
 * @returns {Line[]}
 */
function markElements(body, pointers) {
  for (const pointer of pointers) {
    const name = pointer.slice(pointer.lastIndexOf('/') + 1);
    const from = name === '' ? -1 : body.indexOf(`<${name}>`);
    const end = `</${name}>`;
    const to = from === -1 ? -1 : body.indexOf(end, from);
    if (to !== -1)
      return [
        { text: body.slice(0, from), marked: false },
        { text: body.slice(from, to + end.length), marked: true },
        { text: body.slice(to + end.length), marked: false },
      ].filter((line) => line.text !== '');
  }
  return [{ text: body, marked: false }];
}

/**
 * The same command over several lines, a word that begins with '-' or the address on each.
 *
 * @param {string} curl
 */
export function wrapCommand(curl) {
  const words = curl.match(/(?:'[^']*'|"[^"]*"|\\.|[^\s'"\\])+/g) ?? [];
  if (words.join(' ') !== curl) return curl;
  return words
    .map((word, index) => {
      if (index === 0) return word;
      const breaks = (word.startsWith('-') && word !== '-g') || index === words.length - 1;
      return breaks ? ` \\\n  ${word}` : ` ${word}`;
    })
    .join('');
}
