import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';

/** `UPDATE_README=1` writes anew what differs. */
const UPDATE = process.env.UPDATE_README === '1';

/** What a document has at a place. */
export function assertShows(path: string, place: RegExp, said: string): void {
  if (UPDATE)
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace(place, () => said),
    );
  assert.equal(place.exec(readFileSync(path, 'utf8'))?.[0], said);
}
