import { hierarchy, treemap, treemapSquarify } from 'd3-hierarchy';
import type { Box } from './shapes.ts';

/** Drawings of a map, wide for screens and tall for telephones: width and height in units of the drawing. */
export const DRAWINGS = { wide: [1200, 560], tall: [360, 620] } as const;

/** Height of a group's name, and space around its methods, in units of the drawing. */
const HEAD = 17;
const GAP = 2;

/** A group by its place and those of its methods, in their order. */
export interface GroupBoxes {
  readonly group: Box;
  readonly methods: readonly Box[];
}

interface Node {
  readonly index: number;
  readonly children?: readonly Node[];
}

/** Groups of methods side by side, as large as they have methods; in the order of the numbers. */
export function mapOf(
  numbers: readonly number[],
  [width, height]: readonly [number, number],
): readonly GroupBoxes[] {
  const data: Node = {
    index: -1,
    children: numbers.map((number, index) => ({ index, children: leaves(number) })),
  };
  const root = hierarchy<Node>(data, ({ children }) => children as Node[] | undefined)
    .sum(({ children }) => (children === undefined ? 1 : 0))
    .sort((one, other) => (other.value ?? 0) - (one.value ?? 0) || one.data.index - other.data.index);
  const drawn = treemap<Node>()
    .size([width, height])
    .tile(treemapSquarify)
    .paddingInner(GAP)
    .paddingOuter((node) => (node.depth === 1 ? GAP : 0))
    .paddingTop((node) => (node.depth === 1 ? HEAD : 0))(root);
  const boxes: GroupBoxes[] = [];
  for (const group of drawn.children ?? []) {
    const methods: Box[] = [];
    for (const method of group.children ?? []) methods[method.data.index] = boxOf(method);
    boxes[group.data.index] = { group: boxOf(group), methods };
  }
  return boxes;
}

const leaves = (number: number): Node[] => Array.from({ length: number }, (_none, index) => ({ index }));

function boxOf({ x0, y0, x1, y1 }: { x0: number; y0: number; x1: number; y1: number }): Box {
  const tenth = (value: number) => Math.round(value * 10) / 10;
  return [tenth(x0), tenth(y0), tenth(Math.max(0, x1 - x0)), tenth(Math.max(0, y1 - y0))];
}
