import { assemble, hasFields } from './assemble.ts';
import type { Reading } from './blocks.ts';
import type { Field } from './fields.ts';
import { beyond, isPart, partOf, type Section, shown } from './sections.ts';

/** A method that takes none says so in words. */
const NONE =
  /without|no parameters|not? (require|accept|have|take|need)|без параметров|нет параметров|не (принимает|требует)/i;

/** The parameters of a method or an event, as a tree. */
export function readParameters(sections: readonly Section[], reading: Reading): Field[] {
  const part = parametersPart(sections);
  if (!part) return [];
  const { own, below } = part;
  const apart = waysApart(own, sections);
  const [ways, all] = apart.length > 1 ? [apart, sections] : [waysOf(own, below), below];
  if (ways.length > 0)
    return merge(ways.map((way) => assemble([way], beneath(way, all), sections, reading).tree));
  const { tree } = assemble([own], below, sections, reading, beyond(sections, own));
  if (tree.length > 0) return tree;
  const [table] = shown(own.blocks).filter((block) => block.kind === 'table');
  const prose = own.blocks.map((block) => ('text' in block ? block.text : '')).join(' ');
  if (table) reading.problem(table.line, 'no table of parameters: its header is unknown');
  else if (!NONE.test(prose)) reading.problem(own.line, 'no table of parameters');
  return [];
}

/** What a method takes, or an event brings: beneath its heading, or, where it has none, beneath the title. */
export function parametersPart(sections: readonly Section[]): { own: Section; below: Section[] } | undefined {
  const part = partOf(sections, 'parameters') ?? partOf(sections, 'received');
  if (part) return part;
  const index = sections.findIndex(({ level }) => level === 1);
  const own = sections[index];
  if (!own || !hasFields(own)) return undefined;
  const rest = sections.slice(index + 1);
  const end = rest.findIndex(({ level }) => level <= 2);
  return { own, below: end < 0 ? rest : rest.slice(0, end) };
}

/** Ways to call a method, each with a numbered heading and a table of its own, where there is none above them. */
function waysOf(own: Section, below: readonly Section[]): Section[] {
  if (hasFields(own)) return [];
  const ways = below.filter((section) => /^\d+[.)]\s/.test(section.heading) && hasFields(section));
  return ways.length > 1 ? ways : [];
}

/** Ways to call a method, each beneath a heading of its own: `Method Parameters for …`. */
function waysApart(own: Section, sections: readonly Section[]): Section[] {
  return sections.filter(
    ({ heading, level, file }) => level === own.level && file === own.file && isPart(heading, 'parameters'),
  );
}

function beneath(way: Section, below: readonly Section[]): Section[] {
  const rest = below.slice(below.indexOf(way) + 1);
  const end = rest.findIndex(({ level }) => level <= way.level);
  return end < 0 ? rest : rest.slice(0, end);
}

/** All parameters of all ways; required is what every way requires. */
function merge(ways: readonly (readonly Field[])[]): Field[] {
  const names = [...new Set(ways.flat().map(({ name }) => name))];
  return names.flatMap((name) => {
    const found = ways.flatMap((way) => way.find((field) => field.name === name) ?? []);
    const [first] = found;
    if (!first) return [];
    const required = found.length === ways.length && found.every((field) => field.required);
    const types = [...new Set(found.flatMap((field) => field.types))];
    return [{ ...first, required, types, children: merge(found.map(({ children }) => children)) }];
  });
}
