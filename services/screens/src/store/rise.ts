import type { AlarmCard, Frame } from '../wire/wire.gen';
import { needsOf, type Need } from './needs';

/** How long alarms hold a wall after the last of them rose, how long together at most, and for how long it is then its own. */
export const STAND_MILLIS = 60_000;
export const LONGEST_MILLIS = 120_000;
export const REST_MILLIS = 60_000;
/** How long it is said of an alarm that it has settled. */
export const SETTLED_MILLIS = 8000;

/** An alarm that rose before our eyes. */
export interface Risen {
  /** As it was seen last. */
  readonly card: AlarmCard;
  /** Of the frame in which it was new. */
  readonly position: number;
  /** When it was gone, on this screen's clock; 0 while it stands. */
  readonly settled: number;
}

/** Alarms that hold a wall, by their ids; times are this screen's clock. */
export interface Rising {
  readonly began: number;
  readonly until: number;
  readonly alarms: Readonly<Record<string, Risen>>;
}

/** The alarms of a frame that rose since the one before. A frame has not all alarms: what comes up because another has gone is not new. */
export function risenIn(before: Frame, after: Frame): string[] {
  const raised = after.figures['alarms.raised'];
  const count = after.from === before.from ? raised - before.figures['alarms.raised'] : raised;
  return Object.entries(after.alarms)
    .filter(([id, card]) => card.raised !== before.alarms[id]?.raised)
    .sort(([, a], [, b]) => b.raised - a.raised)
    .slice(0, Math.max(0, count))
    .map(([id]) => id);
}

/** What holds a wall after a change of its frame at a position. */
export function rise(
  rising: Rising | undefined,
  before: Frame,
  after: Frame,
  position: number,
  now: number,
): Rising | undefined {
  if (before.alarms === after.alarms) return rising;
  const kept = rising && followed(rising, after, now);
  const fresh = risenIn(before, after).map((id): [string, Risen] => [
    id,
    { card: after.alarms[id] as AlarmCard, position, settled: 0 },
  ]);
  if (fresh.length === 0 || (kept && rests(kept, now))) return kept;
  const going = kept && now < kept.until ? kept : { began: now, alarms: {} };
  return {
    began: going.began,
    until: Math.min(now + STAND_MILLIS, going.began + LONGEST_MILLIS),
    alarms: { ...going.alarms, ...Object.fromEntries(fresh) },
  };
}

/** Whether a wall that was held as long as it may be is its own. */
function rests({ began, until }: Rising, now: number): boolean {
  return until - began === LONGEST_MILLIS && now >= until && now < until + REST_MILLIS;
}

/** The same alarms as a frame has them now. */
function followed(rising: Rising, { alarms }: Frame, now: number): Rising {
  const entries = Object.entries(rising.alarms).map(([id, one]): [string, Risen] => {
    const card = alarms[id];
    if (card) return [id, { ...one, card, settled: 0 }];
    return [id, one.settled > 0 ? one : { ...one, settled: now }];
  });
  return { ...rising, alarms: Object.fromEntries(entries) };
}

/** What a wall that is held shows: what needs somebody for the worst alarm, and how many others there are. */
export interface Scene {
  readonly id: string;
  readonly need: Need;
  readonly card: AlarmCard;
  readonly position: number;
  readonly isSettled: boolean;
  readonly others: number;
}

/** What holds a wall now; undefined where it is its own. */
export function sceneOf(rising: Rising | undefined, frame: Frame, now: number): Scene | undefined {
  if (!rising || now >= rising.until) return undefined;
  const shown = Object.entries(rising.alarms).filter(
    ([, { settled }]) => settled === 0 || now < settled + SETTLED_MILLIS,
  );
  const scenes = needsOf(frame).list.flatMap((need) => sceneFor(need, shown));
  const [worst] = scenes;
  if (worst) return { ...worst, others: scenes.length - 1 };
  const [gone] = shown;
  return gone && settledScene(gone, frame);
}

function sceneFor(need: Need, shown: [string, Risen][]): Scene[] {
  const found = shown.find(([id]) => need.subjects.includes(`alarm/${id}`));
  if (!found) return [];
  const [id, { card, position }] = found;
  return [{ id, need, card, position, isSettled: false, others: 0 }];
}

/** Of an alarm that is gone what it was about may be gone too: it speaks for itself. */
function settledScene([id, { card, position }]: [string, Risen], frame: Frame): Scene | undefined {
  const alone = { incidents: {}, explanations: {}, steps: {}, feeds: {}, reported: {}, silences: {} };
  const [need] = needsOf({ ...frame, ...alone, alarms: { [id]: card } }).list;
  return need && { id, need, card, position, isSettled: true, others: 0 };
}
