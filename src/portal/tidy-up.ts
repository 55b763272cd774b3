import { groupBy } from '../base/group-by.ts';
import { messageOf } from '../base/message.ts';
import type { Instance, Resources } from '../contract/resources.ts';
import { explainReply, troubleLine } from '../target/explain-reply.ts';
import { type Creation, isAtWork, keyOf, type Ledger } from './ledger.ts';
import { type Following, find, remove } from './recipe.ts';

/** Something that was made, as it is named to people: `chat 124`. */
export interface Thing {
  resource: string;
  /** Its id, or the code by which it would be found. */
  name: string;
}

export interface Tidier {
  /** What cases of this run made for themselves and did not remove. */
  byCases: Thing[];
  removed: Thing[];
  /** What is still there, with the reason, by resource and code: each once, however often it is tried. */
  left: Map<string, Thing & { why: string }>;
  /** Removes what this portal's runs left behind, except what belongs to runs that are still at work. */
  tidyUp(): Promise<void>;
}

export interface TidierOptions {
  /** The portal. */
  origin: string;
  ledger: Ledger;
  resources: Resources;
  followingFor(instance: Instance, creation: Creation): Following;
}

export function createTidier({ origin, ledger, resources, followingFor }: TidierOptions): Tidier {
  const left: Tidier['left'] = new Map();
  const removed: Thing[] = [];
  const byCases = new Map<string, Thing>();

  function keepBack(creation: Creation, why: string): void {
    left.set(keyOf(creation), { ...thing(creation), why });
  }

  async function tidyUpAfter(creation: Creation): Promise<void> {
    const key = keyOf(creation);
    if (creation.role === 'case' && creation.pid === process.pid) byCases.set(key, thing(creation));
    const instance = instanceOf(creation, resources);
    if (!instance) {
      keepBack(creation, 'this version knows no such resource; the version that made it can remove it');
      return;
    }
    const { stays } = instance.resource;
    if (stays !== undefined) {
      ledger.left(creation);
      keepBack(creation, stays);
      return;
    }
    left.delete(keyOf(creation));
    // What cannot be removed now, because the portal is gone or refuses, stays in the ledger.
    const problem = await removeOne(instance, creation).catch(messageOf);
    if (problem !== undefined) keepBack(creation, `${problem}; --cleanup tries again`);
  }

  /** Returns why it is still there. */
  async function removeOne(instance: Instance, creation: Creation): Promise<string | undefined> {
    const id = creation.id ?? (await find(followingFor(instance, creation)));
    if (id === undefined) {
      ledger.removed(creation);
      return undefined;
    }
    const reply = await remove(followingFor(instance, { ...creation, id }));
    const trouble = reply === 'gone' ? undefined : explainReply(reply);
    if (trouble !== undefined) return troubleLine(trouble);
    ledger.removed(creation);
    removed.push(thing({ ...creation, id }));
    return undefined;
  }

  return {
    get byCases() {
      return [...byCases.values()];
    },
    removed,
    left,
    async tidyUp() {
      const here = ledger.pending().filter((creation) => creation.origin === origin);
      const order = resources.all.map(({ name }) => name);
      // What belongs to something goes before it, and all of one resource at once.
      const place = ({ resource }: Creation): number => -order.indexOf(resource);
      const byPlace = groupBy(
        here.toSorted((first, second) => place(first) - place(second)),
        place,
      );
      for (const creations of byPlace.values())
        await Promise.all(
          creations.map((creation) =>
            isAtWork(creation)
              ? keepBack(creation, `its run is still at work, as process ${creation.pid}`)
              : tidyUpAfter(creation),
          ),
        );
      ledger.close();
    },
  };
}

export function thing({ resource, id, code }: Pick<Creation, 'resource' | 'id' | 'code'>): Thing {
  return { resource, name: String(id ?? code) };
}

/** Whose recipe removes something; what a case made is removed as the run's own. */
function instanceOf({ resource, role, by }: Creation, resources: Resources): Instance | undefined {
  const ofName = resources.instances.filter((each) => each.resource.name === resource);
  return (
    ofName.find((each) => each.role === role) ??
    ofName.find((each) => each.by === by && ['own', 'token'].includes(each.role)) ??
    ofName[0]
  );
}
