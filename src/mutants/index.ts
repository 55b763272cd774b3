/**
 * Mutants, portals broken in exactly one way that the suite must notice, and variations, portals that differ as the
 * documentation allows, of which it must keep quiet. A new one is an object in the file of its theme; what a table of
 * `derived.ts` breaks needs none.
 */

import { addresses } from './addresses.ts';
import { batchContents } from './batch-contents.ts';
import { batches } from './batches.ts';
import { credentials } from './credentials.ts';
import { encodings } from './encodings.ts';
import { formats } from './formats.ts';
import { intermittent } from './intermittent.ts';
import { limits } from './limits.ts';
import type { Mutant, Variation } from './mutant.ts';
import { oauth } from './oauth.ts';
import { parameters } from './parameters.ts';
import { https, scopes } from './scopes.ts';
import { systemMethods } from './system-methods.ts';
import { timeRelations } from './time-relations.ts';
import { inContent } from './variations/content.ts';
import { inFormat } from './variations/format.ts';
import { inTransport } from './variations/transport.ts';
import { inTroubles } from './variations/troubles.ts';

export type { Difference, Mutant, Variation } from './mutant.ts';

/** Those that are written by hand: what no table breaks. */
export const mutants: readonly Mutant[] = [
  ...timeRelations,
  ...formats,
  ...encodings,
  ...credentials,
  ...parameters,
  ...scopes,
  ...https,
  ...batches,
  ...batchContents,
  ...limits,
  ...oauth,
  ...systemMethods,
  ...addresses,
  ...intermittent,
];

export const variations: readonly Variation[] = [...inContent, ...inFormat, ...inTransport, ...inTroubles];
