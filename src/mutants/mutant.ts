import type { Profile, ProfileName } from '../mock/index.ts';
import type { Stages, When } from '../mutation/operator.ts';

/** How a portal differs from the mock portal as it stands. Called anew for every portal, so that none share state. */
export interface Difference {
  /** Wraps, replaces or leaves out stages of the pipeline; `src/mock/index.ts` names them. */
  stages?: Stages;
  /**
   * Which calls it may strike, by what became of them on a portal that is whole; unless given, every call. It may say yes too
   * often, never no: cases without such a call are not carried out again.
   */
  strikes?: When;
  /** Strikes only the portal that all cases share, not those that cases have for themselves. */
  sharedOnly?: true;
  /**
   * It shows only to a client with a connection, whatever the method that answers: it is run with the cases of the platform
   * and the representative method. Others are run without a connection, which takes a tenth of the time.
   */
  needsConnection?: true;
  /** Changes what the portal answers where it is data alone. */
  profile?: (profile: Profile) => Profile;
}

/** A portal broken in exactly one way. */
export interface Mutant extends Difference {
  /** Named after what it does; stable, unique among mutants. */
  id: string;
  /** What the portal does wrong, in one sentence. */
  breaks: string;
  /** Every claim that it turns red, no more and no fewer. */
  kills: readonly string[];
  /** The claim that it is there for, where it cannot help turning many others red. */
  about?: string;
  /** Profiles of the mock beneath which nobody could tell the difference, with the reason. */
  unseenOn?: Readonly<Partial<Record<ProfileName, string>>>;
}

/** A portal that differs as the documentation allows. */
export interface Variation extends Difference {
  /** Named after what is other; stable, unique among variations. */
  id: string;
  /** What the portal does otherwise, in one sentence. */
  changed: string;
  /** Claims that have nothing to be seen by on such a portal, with the verdict that says so. */
  changes?: Readonly<Record<string, 'not-exercised' | 'contradicted'>>;
  /** Claims may have nothing to be seen by, and which depends on what is struck; none may be contradicted. */
  hides?: true;
}

/** The method that the suite is about. */
export const METHOD = 'imbot.chat.sendTyping';
