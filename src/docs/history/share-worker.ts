import { parentPort, workerData } from 'node:worker_threads';
import { replayShare, type Share } from './share.ts';

/** A share of the pages in a thread of its own. */
parentPort?.postMessage(replayShare(workerData as Share));
