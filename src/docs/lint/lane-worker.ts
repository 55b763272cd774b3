import { parentPort, workerData } from 'node:worker_threads';
import { type LintTask, openLane } from './lane.ts';
import type { PageOutline } from './outline.ts';

/** A lane in a thread of its own: tells the outlines of its pages, gets those of all, tells what it found. */
const lane = openLane(workerData as LintTask);
parentPort?.once('message', (all: readonly PageOutline[]) => parentPort?.postMessage(lane.lint(all)));
parentPort?.postMessage(lane.outlines);
