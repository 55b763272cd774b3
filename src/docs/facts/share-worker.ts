import { parentPort, workerData } from 'node:worker_threads';
import type { Corpus } from '../corpus.ts';
import { readShare } from './share.ts';

/** A share of the pages in a thread of its own. */
parentPort?.postMessage(readShare(workerData as Corpus));
