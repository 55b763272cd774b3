import { setTimeout } from 'node:timers/promises';
import type { OtherDocuments } from '../contract/authorities/accounts.ts';
import type { ClaimResult, Lack } from '../report/claims.gen.ts';
import type { SurveyOutcome } from '../report/outcome.ts';
import { shorten } from '../report/shorten.ts';
import { Asker, type Call, cutExchanges, type Means, type Reply } from './asker.ts';
import { Book } from './book.ts';
import { claimDefaults, defaultCalls, idsOfDefaults } from './defaults.ts';
import { differencesOfSurvey } from './differences.ts';
import { askExistence, claimExistence, type Existence, undocumented } from './existence.ts';
import { claimFields, type Description, isDescribing, judgeFields } from './fields.ts';
import { Memory } from './given.ts';
import { askNewer, claimNewer, NEWER_TOOLS, type Newer } from './newer.ts';
import {
  claimNewerRefusals,
  judgeNewerRefusal,
  leaveNewerRefusals,
  provocationsOfNewer,
} from './newer-refusals.ts';
import type { Clock } from './pace.ts';
import { claimReading, judgeReading, leaveReading, type Reading } from './reads.ts';
import {
  claimRefusals,
  judgeRefusal,
  lackText,
  leaveRefusals,
  provocationsOf,
  type Row,
} from './refusals.ts';
import { askScopes, askWithoutScope, claimScopes, lackingScope, type Scopes } from './scopes.ts';
import { type ByGet, type Shaped, shapingCalls } from './shaping.ts';
import type { Subject } from './subject.ts';
import { claimTakes, idsOfTakes, takesCalls } from './takes.ts';

export interface SurveyOptions {
  means: Omit<Means, 'may'>;
  /** Takes secrets out of a text. */
  redactText: (text: string) => string;
  /** Methods that change something may be called, where a portal has to refuse them. */
  hasLeave: boolean;
  /** What states facts of methods beside the English pages. */
  documents?: OtherDocuments;
  /** What the run has made, by names of parameters that take it. */
  made?: Readonly<Record<string, unknown>>;
  clock?: Clock;
  /** Told as each layer begins. */
  onLayer?: (name: string) => void;
}

/** Characters of what a finding says; the whole answer is in the evidence. */
const LONGEST_REASON = 400;

const SYSTEM_CLOCK: Clock = { now: Date.now, wait: async (ms) => setTimeout(ms) };

/** Methods that the survey asks with, and does not ask about as it does about others. */
const TOOLS = new Set(['batch', 'method.get']);

/** All claims of the survey, before anything is sent. */
export interface Claims {
  book: Book;
  readings: ReadonlyMap<Subject, Reading>;
  descriptions: ReadonlyMap<Subject, Description>;
  rows: ReadonlyMap<Subject, readonly Row[]>;
  /** Of methods that change something, and act on what recipes make. */
  provokedRows: ReadonlyMap<Subject, readonly Row[]>;
  /** Of methods of REST 3.0. */
  newerRows: ReadonlyMap<Subject, readonly Row[]>;
  /** How many claims only calls of the method itself can show. */
  byMethod: ReadonlyMap<Subject, number>;
}

export function claimAll(subjects: readonly Subject[]): Claims {
  const book = new Book();
  const byName = new Map(
    subjects.filter(({ facts }) => facts.rest === undefined).map((subject) => [subject.name, subject]),
  );
  claimExistence(book, subjects);
  claimScopes(book, subjects);
  claimNewer(book, subjects);
  const reading = subjects.filter(isRead);
  const described = reading.filter(isDescribing);
  const descriptions = new Map(described.map((subject) => [subject, claimFields(book, subject, byName)]));
  const namesIn = (subject: Subject): Set<string> =>
    new Set(descriptions.get(subject)?.fields.map(({ name }) => name));
  const newer = subjects.filter(isReadNewer);
  for (const subject of [...reading, ...newer]) {
    claimDefaults(book, subject);
    claimTakes(book, subject);
  }
  const readings = new Map(
    [...reading, ...newer].map((subject) => [subject, claimReading(book, subject, namesIn(subject))]),
  );
  const newerRows = new Map(newer.map((subject) => [subject, claimNewerRefusals(book, subject)]));
  const rows = new Map(reading.map((subject) => [subject, claimRefusals(book, subject)]));
  const provokedRows = new Map(
    subjects.filter(({ isOfRecipe }) => isOfRecipe).map((subject) => [subject, claimRefusals(book, subject)]),
  );
  const byMethod = new Map<Subject, number>();
  for (const { subject, layer } of book.claims)
    if (layer !== 'existence' && layer !== 'scope') byMethod.set(subject, (byMethod.get(subject) ?? 0) + 1);
  return { book, readings, descriptions, rows, provokedRows, newerRows, byMethod };
}

/** Whether answers of the method are looked at: it changes nothing, and older calls reach it. */
function isRead({ facts, safety, name }: Subject): boolean {
  return safety === 'reads' && facts.rest === undefined && !TOOLS.has(name);
}

/** The same of REST 3.0, of which the methods by which a portal describes itself are asked before. */
function isReadNewer({ facts, safety }: Subject): boolean {
  return safety === 'reads' && facts.rest === 3;
}

/**
 * Asks a target about every documented method and writes nothing to it.
 *
 * @throws whatever `means.send` throws, with what was found so far as `outcome` of {@link SurveyBrokenOff}
 */
export async function survey(subjects: readonly Subject[], options: SurveyOptions): Promise<SurveyOutcome> {
  const { clock = SYSTEM_CLOCK, onLayer = () => {} } = options;
  const begun = clock.now();
  const claims = claimAll(subjects);
  const { book } = claims;
  const asker = new Asker({ ...options.means, may: gate(subjects, options.hasLeave) }, clock);
  const state: { existence?: Existence; newer?: Newer } = {};
  const finish = (interrupted?: string): SurveyOutcome =>
    outcomeOf(subjects, claims, asker, state, {
      seconds: Math.round((clock.now() - begun) / 1000),
      redactText: options.redactText,
      documents: options.documents ?? { russian: [], schemas: [] },
      interrupted,
    });
  try {
    onLayer('existence');
    const existence = await askExistence(asker, book, subjects);
    state.existence = existence;
    onLayer('scope');
    const scopes = await askScopes(asker, book, subjects, existence);
    state.newer = await askNewer(asker, book, subjects);
    await askWithoutScope(asker, book, subjects, existence, ({ safety }) =>
      safety === 'reads' || options.hasLeave
        ? undefined
        : 'needs B24_ALLOW_PROVISION=1, as it changes something where it is not refused',
    );
    onLayer('read');
    const memories: Memories = { older: new Memory(subjects), newer: new Memory(subjects, 3) };
    const answered = await askReadings(asker, claims, memories, { existence, scopes });
    await askShaping(asker, claims, answered);
    onLayer('refusal');
    await askRefusals(asker, claims, memories.older, { existence, scopes }, claims.rows);
    if (options.hasLeave && options.made)
      await askRefusals(
        asker,
        claims,
        Memory.ofMade(options.made),
        { existence, scopes },
        claims.provokedRows,
      );
    else leaveProvoked(claims, options.hasLeave);
    await askNewerRefusals(asker, claims, memories.newer, { existence, scopes });
  } catch (error) {
    throw new SurveyBrokenOff(error, finish(error instanceof Error ? error.message : String(error)));
  }
  return finish();
}

/** The target could not be asked to the end. */
export class SurveyBrokenOff extends Error {
  override readonly name = 'SurveyBrokenOff';
  readonly outcome: SurveyOutcome;

  constructor(cause: unknown, outcome: SurveyOutcome) {
    super(outcome.survey.interrupted, { cause });
    this.outcome = outcome;
  }
}

/**
 * What may be sent: methods that read; with leave also those that change something, by a webhook that must be refused, or with
 * a fault for which they must be, where they act on nothing but what recipes make.
 */
function gate(subjects: readonly Subject[], hasLeave: boolean): Means['may'] {
  const safety = new Map<string, Subject['safety']>();
  for (const subject of subjects) {
    const known = safety.get(subject.name);
    // Of two methods of one name the riskier one counts.
    if (known === undefined || known === 'reads') safety.set(subject.name, subject.safety);
  }
  const ofRecipes = new Set(subjects.filter(({ isOfRecipe }) => isOfRecipe).map(({ name }) => name));
  return (method, caller, provokes) => {
    const name = method.toLowerCase();
    const known = safety.get(name) ?? (TOOLS.has(name) || ASKED.has(name) ? 'reads' : undefined);
    if (known === 'reads') return true;
    if (!hasLeave || (known !== 'makes' && known !== 'changes')) return false;
    return caller === 'noScope' || (provokes && ofRecipes.has(name));
  };
}

/** Of every portal, whether documented among the subjects or not. */
const ASKED = new Set(['methods', 'scope', ...NEWER_TOOLS]);

interface Known {
  existence: Existence;
  scopes: Scopes;
}

/** What gives methods of each REST API their values. */
interface Memories {
  older: Memory;
  newer: Memory;
}

/** Why a method is not called at all; undefined where it is. */
function whyNotCalled(
  subject: Subject,
  { existence, scopes: { granted } }: Known,
  book: Book,
): string | undefined {
  const isNewer = subject.facts.rest === 3;
  const exists = isNewer ? book.verdictOf(subject.ids.exists) : undefined;
  if (existence.has(subject) === false || exists === 'contradicted')
    return 'the portal does not have the method';
  // Nothing else tells whether a portal has REST 3.0 at all.
  if (isNewer && exists !== 'confirmed') return 'the portal does not say which methods of REST 3.0 it has';
  const lacking = lackingScope(subject, granted);
  return lacking === undefined ? undefined : `needs the scope ${lacking}`;
}

interface Answered {
  reading: Reading;
  reply: Reply;
  parameters: Readonly<Record<string, unknown>>;
}

/** One call of each method whose parameters are known; what lists answer gives those of others. */
async function askReadings(
  asker: Asker,
  { book, readings, descriptions }: Claims,
  { older, newer }: Memories,
  known: Known,
): Promise<Answered[]> {
  const memoryOf = ({ facts }: Subject): Memory => (facts.rest === 3 ? newer : older);
  const answered: Answered[] = [];
  const leave = (reading: Reading, why: string): void => {
    leaveReading(reading, book, (id) => book.lack(id, why));
    const { subject } = reading;
    for (const claim of [
      ...idsOfFields(descriptions.get(subject)),
      ...idsOfDefaults(subject),
      ...idsOfTakes(subject),
    ])
      if (book.has(claim)) book.lack(claim, why);
  };
  let left = [...readings.values()].filter((reading) => {
    const why = whyNotCalled(reading.subject, known, book);
    if (why !== undefined) leave(reading, why);
    return why === undefined;
  });
  for (;;) {
    const ready = left.flatMap((reading) => {
      const parameters = memoryOf(reading.subject).parametersOf(reading.subject);
      return 'with' in parameters ? [{ reading, parameters: parameters.with }] : [];
    });
    if (ready.length === 0) break;
    const calls = ready.map(
      ({ reading: { subject }, parameters }): Call => ({
        id: `read/${subject.name}${subject.facts.rest === 3 ? '@3' : ''}`,
        method: subject.facts.method,
        with: parameters,
        ...(subject.facts.rest === 3 ? { rest: 3 as const } : {}),
      }),
    );
    const replies = await asker.askEach(calls);
    for (const [index, { reading, parameters }] of ready.entries()) {
      const reply = replies[index] as Reply;
      const { subject } = reading;
      memoryOf(subject).note(subject, reply);
      judgeReading(reading, reply, book);
      const description = descriptions.get(subject);
      if (description) judgeFields(description, reply, book);
      answered.push({ reading, reply, parameters });
    }
    const asked = new Set(ready.map(({ reading }) => reading));
    left = left.filter((reading) => !asked.has(reading));
  }
  for (const reading of left) {
    const needed = memoryOf(reading.subject).parametersOf(reading.subject);
    if ('lacking' in needed) leave(reading, lackText(needed));
  }
  return answered;
}

function idsOfFields(description: Description | undefined): string[] {
  if (!description) return [];
  const aspects = [undefined, 'type', 'required', 'read-only', 'multiple'] as const;
  return description.fields.flatMap(({ name }) =>
    aspects.map((aspect) => description.subject.ids.field(name, aspect)),
  );
}

/**
 * What parameters do shows in the body alone: these calls travel in batches, which REST 3.0 does not have, and one that several
 * claims ask for is made once.
 */
async function askShaping(asker: Asker, { book }: Claims, answered: readonly Answered[]): Promise<void> {
  const shaped: Shaped[] = answered.flatMap(({ reading, reply, parameters }) => [
    ...shapingCalls(reading, reply, parameters, book),
    ...defaultCalls(reading.subject, reply, parameters, book),
    ...takesCalls(reading.subject, reply, parameters, book),
  ]);
  const calls = shaped.map(({ call }) => call);
  const replies = await askOnce(calls, async (different) => {
    const isNewer = ({ rest }: Call): boolean => rest === 3;
    const [newer, older] = [different.filter(isNewer), different.filter((call) => !isNewer(call))];
    const answers = new Map<Call, Reply>();
    for (const [index, reply] of (await asker.askAll(older)).entries())
      answers.set(older[index] as Call, reply);
    for (const [index, reply] of (await asker.askEach(newer)).entries())
      answers.set(newer[index] as Call, reply);
    return different.map((call) => answers.get(call) as Reply);
  });
  for (const [index, { judge }] of shaped.entries()) judge(replies[index] as Reply);
  // A portal may read the commands of a batch in another way than an address.
  const byGet = new Map<string, ByGet>();
  for (const { byGet: proof } of shaped)
    if (proof && !byGet.has(proof.kind) && book.verdictOf(proof.id) === 'confirmed')
      byGet.set(proof.kind, proof);
  const proofs = [...byGet.values()];
  const answers = await asker.askEach(proofs.map(({ call }) => call));
  for (const [index, { judge }] of proofs.entries()) judge(answers[index] as Reply);
}

/** A refusal has a status: each is a request of its own, made once where several rows ask for the same. */
async function askRefusals(
  asker: Asker,
  { book }: Claims,
  memory: Memory,
  known: Known,
  rows: ReadonlyMap<Subject, readonly Row[]>,
): Promise<void> {
  const planned = plannedOf(rows, known, book, provocationsOf, leaveRefusals, memory);
  const replies = await askOnce(
    planned.map(({ provocation: { call } }) => call),
    (calls) => asker.askEach(calls),
  );
  for (const [index, { subject, rows: ofSubject, provocation }] of planned.entries())
    judgeRefusal(subject, ofSubject, provocation, replies[index] as Reply, book);
}

/** What is to be sent for each row of methods that may be called; of the others it is said why they are not. */
function plannedOf<P>(
  rows: ReadonlyMap<Subject, readonly Row[]>,
  known: Known,
  book: Book,
  provoke: (subject: Subject, rows: readonly Row[], memory: Memory, book: Book) => readonly P[],
  leave: (subject: Subject, rows: readonly Row[], book: Book, why: string) => void,
  memory: Memory,
): { subject: Subject; rows: readonly Row[]; provocation: P }[] {
  return [...rows].flatMap(([subject, ofSubject]) => {
    const why = whyNotCalled(subject, known, book);
    if (why === undefined)
      return provoke(subject, ofSubject, memory, book).map((provocation) => ({
        subject,
        rows: ofSubject,
        provocation,
      }));
    leave(subject, ofSubject, book, why);
    return [];
  });
}

function leaveProvoked({ book, provokedRows }: Claims, hasLeave: boolean): void {
  const why = hasLeave
    ? 'needs what recipes make, and this run has made nothing'
    : 'needs B24_ALLOW_PROVISION=1, as it changes something where it is not refused';
  for (const [subject, rows] of provokedRows) leaveRefusals(subject, rows, book, why);
}

/** The same of REST 3.0, whose refusals have a form of their own. */
async function askNewerRefusals(
  asker: Asker,
  { book, newerRows }: Claims,
  memory: Memory,
  known: Known,
): Promise<void> {
  const planned = plannedOf(newerRows, known, book, provocationsOfNewer, leaveNewerRefusals, memory);
  const replies = await asker.askEach(planned.map(({ provocation: { call } }) => call));
  for (const [index, { subject, rows, provocation }] of planned.entries())
    judgeNewerRefusal(subject, rows, provocation, replies[index] as Reply, book);
}

/** Asks what several claims ask for once; answers in the order of the calls. */
async function askOnce(
  calls: readonly Call[],
  ask: (calls: readonly Call[]) => Promise<readonly Reply[]>,
): Promise<Reply[]> {
  const keyOf = ({ method, with: parameters, rest }: Call): string =>
    JSON.stringify([method, rest, parameters]);
  const different = new Map<string, Call>();
  for (const call of calls) if (!different.has(keyOf(call))) different.set(keyOf(call), call);
  const replies = await ask([...different.values()]);
  const byKey = new Map([...different.keys()].map((key, index) => [key, replies[index]]));
  return calls.map((call) => byKey.get(keyOf(call)) as Reply);
}

function outcomeOf(
  subjects: readonly Subject[],
  { book, readings, descriptions }: Claims,
  asker: Asker,
  { existence, newer }: { existence?: Existence; newer?: Newer },
  {
    seconds,
    redactText,
    documents,
    interrupted,
  }: {
    seconds: number;
    redactText: (text: string) => string;
    documents: OtherDocuments;
    interrupted: string | undefined;
  },
): SurveyOutcome {
  const { rests } = asker;
  const clean = (text: string): string => shorten(redactText(text), LONGEST_REASON);
  const leftOut = interrupted === undefined ? 'left out of this run' : 'the survey was broken off before';
  const claims = book.results(leftOut, clean);
  const contradicting = new Set(
    claims
      .filter(({ verdict }) => verdict === 'contradicted')
      .flatMap(({ shownBy = [] }) => shownBy.map(({ exchange }) => exchange)),
  );
  const ofMethod = (subject: Subject) => book.verdictOf(subject.ids.exists);
  const stated = claims.filter(({ strength }) => strength !== 'observed');
  const verdicts = stated.filter(({ verdict }) => verdict !== 'not-exercised').length;
  const isRefusal = ({ layer }: ClaimResult): boolean => layer === 'refusal';
  const refusing = new Map<string, boolean>();
  for (const claim of claims.filter(isRefusal)) {
    if (claim.verdict === 'not-exercised') continue;
    refusing.set(claim.method, (refusing.get(claim.method) ?? true) && claim.verdict === 'confirmed');
  }
  return {
    claims,
    exchanges: cutExchanges(asker.exchanges, (place) => contradicting.has(place)),
    survey: {
      methods: subjects.map(({ facts, section, safety }) => ({
        method: facts.method,
        ...(facts.rest === undefined ? {} : { rest: facts.rest }),
        section,
        page: facts.page,
        digest: facts.digest,
        safety,
        ...(facts.deprecated ? { deprecated: true as const } : {}),
      })),
      undocumented: [
        ...(existence ? undocumented(existence, subjects) : []),
        ...(newer?.undocumented ?? []),
      ].map(redactText),
      numbers: {
        documented: subjects.length,
        existing: subjects.filter((subject) => ofMethod(subject) === 'confirmed').length,
        missing: subjects.filter((subject) => ofMethod(subject) === 'contradicted').length,
        read: [...readings.keys()].filter(({ ids }) =>
          ['confirmed', 'contradicted'].includes(book.verdictOf(ids.status) ?? ''),
        ).length,
        refused: [...refusing.values()].filter(Boolean).length,
        claims: stated.length,
        verdicts,
        requests: asker.requests,
        seconds,
      },
      lacking: lacksOf(claims),
      ...(rests.paced.length === 0 ? {} : { rests: { seconds: rests.seconds, methods: [...rests.paced] } }),
      differences: differencesOfSurvey(subjects, book, descriptions, documents, clean),
      ...(interrupted === undefined ? {} : { interrupted: clean(interrupted) }),
    },
  };
}

/** What would let more be seen: scopes, webhooks, leave. */
function lacksOf(claims: readonly ClaimResult[]): Lack[] {
  const lacks = new Map<string, { methods: Set<string>; claims: number }>();
  for (const { reason = '', reasonKind, method } of claims) {
    const [, what] =
      /^needs (the scope .+|B24_\w+(?:=1)?)/.exec(reasonKind === 'missing' ? reason : '') ?? [];
    if (what === undefined) continue;
    const known = lacks.get(what) ?? { methods: new Set<string>(), claims: 0 };
    known.methods.add(method);
    known.claims++;
    lacks.set(what, known);
  }
  return [...lacks]
    .map(([what, { methods, claims: number }]) => ({ what, methods: methods.size, claims: number }))
    .sort((one, other) => other.claims - one.claims || one.what.localeCompare(other.what));
}
