import { liveFigures, type LiveFigure } from '../wire/figures.gen';
import type { ServerMessage } from '../net/messages';
import {
  ReasonStarting,
  type Delta,
  type Frame,
  type Heartbeat,
  type Hello,
  type Snapshot,
} from '../wire/wire.gen';
import { mergePatch } from './merge';
import { rise, type Rising } from './rise';

/** A view's frame as this screen holds it. */
export interface Held {
  /** Position of the last message about it: what a resumption names. */
  readonly position: number;
  /** Position at which it is known to hold: that one, or a later one up to which nothing in it changed. */
  readonly cut: number;
  readonly frame: Frame;
  /** Figure name, or other frame member, to when it last changed here (this screen's clock). */
  readonly changed: Readonly<Record<string, number>>;
  /** It was asked for again, and what has come of it may be of before: nothing in it is taken for new. */
  readonly isBehind?: boolean;
  /** The alarms that rose while it was followed. */
  readonly rising?: Rising | undefined;
}

/** Everything that a screen knows from its gateway. */
export interface Frames {
  /** Identity of the log that the positions belong to; "" before the first hello. */
  readonly log: string;
  readonly version: string;
  readonly head: number;
  /** Position of the frames that the gateway gives now. */
  readonly position: number;
  /** Whether the figures agree with the ledger: null is not known; and why it is not true. */
  readonly consistent: boolean | null;
  readonly reason: string;
  /** Gateway's clock less this screen's, in milliseconds. */
  readonly clockAhead: number;
  readonly views: Readonly<Record<string, Held>>;
  /** Views that the gateway does not know. */
  readonly unknown: Readonly<Record<string, true>>;
}

export const nothing: Frames = {
  log: '',
  version: '',
  head: 0,
  position: 0,
  consistent: null,
  reason: ReasonStarting,
  clockAhead: 0,
  views: {},
  unknown: {},
};

/** What the session has to do after a message. */
export type Effect = { kind: 'subscribeAll' } | { kind: 'subscribeAnew'; view: string } | { kind: 'reload' };

export interface Step {
  frames: Frames;
  effect?: Effect;
}

/** The state after a message; `now` is this screen's clock in Unix milliseconds. */
export function reduce(frames: Frames, message: ServerMessage, now: number): Step {
  switch (message.type) {
    case 'hello':
      return hello(frames, message);
    case 'snapshot':
      return snapshot(frames, message);
    case 'delta':
      return delta(frames, message, now);
    case 'heartbeat':
      return heartbeat(frames, message, now);
    case 'show': // what a display is told is no part of any frame: the session keeps it
      return { frames };
    case 'error':
      if (message.code !== 'unknown_view' || !message.view) return { frames };
      return { frames: { ...frames, unknown: { ...frames.unknown, [message.view]: true } } };
  }
}

function hello(frames: Frames, message: Hello): Step {
  if (frames.version !== '' && message.version !== frames.version)
    return { frames, effect: { kind: 'reload' } };
  const sameLog = message.log === frames.log;
  return {
    frames: {
      ...frames,
      log: message.log,
      version: message.version,
      head: message.head,
      position: message.position,
      views: sameLog ? frames.views : {},
      unknown: {},
    },
    effect: { kind: 'subscribeAll' },
  };
}

function snapshot(frames: Frames, message: Snapshot): Step {
  const before = frames.views[message.view];
  const held: Held = {
    position: message.position,
    cut: message.position,
    frame: complete(message.frame),
    changed: before ? before.changed : {},
    rising: before?.rising,
  };
  return { frames: withView(frames, message.view, held) };
}

function delta(frames: Frames, message: Delta, now: number): Step {
  const before = frames.views[message.view];
  if (!before) return { frames };
  if (before.position !== message.from) {
    return { frames, effect: { kind: 'subscribeAnew', view: message.view } };
  }
  const frame = complete(mergePatch(before.frame, message.patch) as Partial<Frame>);
  const held: Held = {
    position: message.to,
    cut: message.to,
    frame,
    changed: { ...before.changed, ...changes(message.patch, now) },
    rising: before.isBehind ? before.rising : rise(before.rising, before.frame, frame, message.to, now),
  };
  return { frames: withView(frames, message.view, held) };
}

function heartbeat(frames: Frames, message: Heartbeat, now: number): Step {
  const { head, position, consistent, reason, time } = message;
  return { frames: { ...frames, head, position, consistent, reason, clockAhead: time - now } };
}

/**
 * The frames after a heartbeat has shown that the gateway sent all that changed in these views up to
 * its position: what makes every tile of every view stand at one position.
 */
export function confirm(frames: Frames, views: Iterable<string>, position: number): Frames {
  const confirmed: Record<string, Held> = { ...frames.views };
  for (const view of views) {
    const held = confirmed[view];
    if (held && (held.cut < position || held.isBehind))
      confirmed[view] = { ...held, cut: Math.max(held.cut, position), isBehind: false };
  }
  return { ...frames, views: confirmed };
}

/** The frames when a view is asked for again: what comes first is not of now alone. */
export function behind(frames: Frames, view: string): Frames {
  const held = frames.views[view];
  return held ? { ...frames, views: { ...frames.views, [view]: { ...held, isBehind: true } } } : frames;
}

function withView(frames: Frames, view: string, held: Held): Frames {
  return {
    ...frames,
    head: Math.max(frames.head, held.position),
    position: Math.max(frames.position, held.position),
    views: { ...frames.views, [view]: held },
  };
}

function changes(patch: Record<string, unknown>, now: number): Record<string, number> {
  const changed: Record<string, number> = {};
  for (const [member, value] of Object.entries(patch)) {
    changed[member] = now;
    if ((member === 'figures' || member === 'today') && typeof value === 'object' && value !== null) {
      for (const figure of Object.keys(value)) changed[figure] = now;
    }
  }
  return changed;
}

/** Every figure at 0. */
export const noFigures = Object.fromEntries(liveFigures.map((name) => [name, 0])) as Record<
  LiveFigure,
  number
>;

/** A gateway may leave out or null an empty map; nobody after this has to ask. */
export function complete(frame: Partial<Frame>): Frame {
  return {
    day: frame.day ?? '',
    from: frame.from ?? '',
    simulated: frame.simulated ?? false,
    figures: { ...noFigures, ...frame.figures },
    today: frame.today ?? {},
    hours: frame.hours ?? {},
    days: frame.days ?? {},
    children: frame.children ?? {},
    procedures: frame.procedures ?? {},
    nouns: frame.nouns ?? {},
    models: frame.models ?? {},
    incidents: frame.incidents ?? {},
    alarms: frame.alarms ?? {},
    reported: frame.reported ?? {},
    silences: frame.silences ?? {},
    explanations: frame.explanations ?? {},
    systems: frame.systems ?? {},
    feeds: frame.feeds ?? {},
    steps: frame.steps ?? {},
    unusual: frame.unusual ?? {},
  };
}
