/**
 * Mutants, portals broken in exactly one way that the suite must notice, and variations, portals that differ as the
 * documentation allows, of which it must keep quiet. A new one is an object in the file of its theme;
 * those of a further method are derived from its claims.
 */

import type { Contract } from '../contract/contract.ts';
import { addresses } from './addresses.ts';
import { batchContents } from './batch-contents.ts';
import { batches } from './batches.ts';
import { credentials } from './credentials.ts';
import { encodings } from './encodings.ts';
import { formats } from './formats.ts';
import { ofFurtherMethods } from './further-methods.ts';
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

/**
 * Those that are written by hand: of the platform and of the representative method. A fault in one place of answers is not
 * among them: `answers/` changes every place.
 */
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

/** All of them: those by hand, then those that the contract's further methods have. */
export const mutantsOf = (contract: Contract): readonly Mutant[] => [
  ...mutants,
  ...ofFurtherMethods(contract),
];

export const variations: readonly Variation[] = [...inContent, ...inFormat, ...inTransport, ...inTroubles];
