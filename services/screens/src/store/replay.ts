import type { LiveFigure } from '../wire/figures.gen';
import type { ReplayStart, ReplayStep, Frame } from '../wire/wire.gen';
import { isObject } from './answer';
import { complete } from './frames';
import { mergePatch } from './merge';
import { apiAddress } from './route';

/** A moment of a day that is replayed. */
export interface Moment {
  /** Of the day. */
  readonly minute: number;
  readonly position: number;
  readonly frame: Frame;
}

/** A day as it is replayed: its moments, at least one. */
export interface Reel {
  readonly view: string;
  readonly kind: string;
  readonly moments: readonly Moment[];
}

/** How long a day takes. */
export const REPLAY_MILLIS = 60_000;

/** Where the gateway answers with a day of a view. */
export function reelAddress(view: string, day: string): string {
  return apiAddress('replays', view, { at: day });
}

/** Reads the lines of a replay: a frame, and what changed from moment to moment. Undefined for what is none. */
export function reelOf(text: string): Reel | undefined {
  const [first, ...rest] = text.trimEnd().split('\n').map(parse);
  if (!isObject(first) || !isObject(first['frame'])) return undefined;
  const start = first as unknown as ReplayStart;
  let frame: unknown = start.frame;
  const moments: Moment[] = [{ minute: 0, position: start.position, frame: complete(start.frame) }];
  for (const line of rest) {
    if (!isObject(line) || !isObject(line['patch'])) return undefined;
    const step = line as unknown as ReplayStep;
    frame = mergePatch(frame, step.patch);
    moments.push({ minute: step.minute, position: step.position, frame: complete(frame as Partial<Frame>) });
  }
  return { view: start.view, kind: start.kind, moments };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

/** Which of so many moments is shown after so many of the milliseconds that all take: each stands equally long, and the last at the end. */
export function momentAt(elapsed: number, moments: number, millis = REPLAY_MILLIS): number {
  return Math.max(0, Math.min(moments - 1, Math.floor((elapsed / millis) * moments)));
}

/** What a day was in numbers; `before` is the number as the day began, where it is one that stands. */
export interface Fact {
  readonly figure: LiveFigure;
  readonly value: number;
  readonly before?: number;
}

const FLOWS = [
  'dossiers.received',
  'dossiers.resolved',
  'payments.succeeded',
  'incidents.opened',
  'alarms.raised',
] as const satisfies readonly LiveFigure[];
const STOCKS = ['dossiers.overdue', 'alarms.active'] as const satisfies readonly LiveFigure[];

/** What a day ends with: what came on it, and what stood at its end; nothing that never was. */
export function factsOf({ moments }: Reel): Fact[] {
  const first = moments[0]?.frame;
  const last = moments.at(-1)?.frame;
  if (!first || !last) return [];
  return [
    ...FLOWS.map((figure) => ({ figure, value: last.today[figure] ?? 0 })).filter(({ value }) => value > 0),
    ...STOCKS.map((figure) => ({
      figure,
      value: last.figures[figure],
      before: first.figures[figure],
    })).filter(({ value, before }) => value > 0 || before > 0),
  ];
}
