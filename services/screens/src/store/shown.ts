import type { DisplayMessage, PlaylistItem, Show } from '../wire/wire.gen';

/** What a display shows at a moment. */
export interface Shown {
  /** "" for nothing: no playlist, or none at this time of day. */
  readonly address: string;
  /** Its place in the playlist, -1 where there is none. */
  readonly item: number;
  readonly held: boolean;
  readonly blank: boolean;
  readonly message: DisplayMessage | undefined;
}

/**
 * What is shown at `at` (the gateway's clock, Unix milliseconds): a function of what the display was told and the clock alone,
 * so that displays with the same playlist change together and one that starts again goes on where the others are.
 *
 * The items of a playlist that are due by time of day and day of the week follow each other from the first on; they begin anew
 * when the display is assigned, at each local midnight, and whenever another set of them becomes due. `hold` stays on the item
 * shown, `next` begins the one after it, `resume` begins the item held.
 */
export function shownAt(show: Show, at: number, timeZone: string): Shown {
  const message = show.message && at < show.message.until ? show.message : undefined;
  const state = { blank: show.blank, message, held: isHeld(show, at) };
  if (!show.shows.startsWith('playlist/')) return { ...state, address: show.shows, item: -1 };
  const items = show.playlist?.items ?? [];
  const item = itemAt(show, items, at, zoned(timeZone));
  return { ...state, address: items[item]?.address ?? '', item };
}

/** A run begins with an item at a moment; the others follow. */
interface Run {
  readonly at: number;
  readonly item: number;
}

function isHeld(show: Show, at: number): boolean {
  let held = false;
  for (const step of show.steps) {
    if (step.at > at) break;
    if (step.command !== 'next') held = step.command === 'hold';
  }
  return held;
}

function itemAt(show: Show, items: readonly PlaylistItem[], at: number, local: Zone): number {
  let run: Run = { at: show.assigned, item: 0 };
  let held: number | undefined;
  for (const step of show.steps) {
    if (step.at > at) break;
    if (step.command === 'hold') held ??= follow(run, items, step.at, local);
    if (step.command === 'next') {
      const next = after(items, held ?? follow(run, items, step.at, local), local(step.at));
      if (held === undefined) run = { at: step.at, item: next };
      else held = next;
    }
    if (step.command === 'resume' && held !== undefined) {
      run = { at: step.at, item: held };
      held = undefined;
    }
  }
  return held ?? follow(run, items, at, local);
}

/** The item that a run has come to; -1 where none is due. */
function follow(run: Run, items: readonly PlaylistItem[], at: number, local: Zone): number {
  const now = local(at);
  const anew = turn(items, at, now, local);
  const from = anew > run.at ? { at: anew, item: 0 } : run;
  const due = dueAt(items, now);
  if (due.length === 0) return -1;
  const first = Math.max(
    0,
    due.findIndex((item) => item >= from.item),
  );
  const order = [...due.slice(first), ...due.slice(0, first)];
  const total = order.reduce((sum, item) => sum + millis(items[item]), 0);
  let left = Math.max(0, at - from.at) % total;
  for (const item of order) {
    left -= millis(items[item]);
    if (left < 0) return item;
  }
  return order[0] ?? -1;
}

function millis(item: PlaylistItem | undefined): number {
  return (item?.seconds ?? 0) * 1000;
}

/** The item after `item` that is due. */
function after(items: readonly PlaylistItem[], item: number, now: Local): number {
  const due = dueAt(items, now);
  return due.find((one) => one > item) ?? due[0] ?? -1;
}

/** When the playlist last began anew: at midnight, or when another set of items became due. */
function turn(items: readonly PlaylistItem[], at: number, now: Local, local: Zone): number {
  const edges = items
    .flatMap((item) => [item.from, item.to])
    .filter((time) => time !== '')
    .map((time) => moment(now.midnight, minuteOf(time), local))
    .filter((edge) => edge <= at && edge > now.midnight && changes(items, edge, local));
  return Math.max(now.midnight, ...edges);
}

function changes(items: readonly PlaylistItem[], edge: number, local: Zone): boolean {
  return dueAt(items, local(edge - 1)).join() !== dueAt(items, local(edge)).join();
}

/** The items that are due, in their order. */
function dueAt(items: readonly PlaylistItem[], now: Local): number[] {
  return items.flatMap((item, index) => (isDue(item, now) ? [index] : []));
}

/** A window belongs to the day on which it begins: from 22:00 to 06:00 on Saturday ends on Sunday at 06:00. */
function isDue(item: PlaylistItem, now: Local): boolean {
  const on = (weekday: number): boolean => item.days.length === 0 || item.days.includes(weekday);
  if (item.from === '') return on(now.weekday);
  const from = minuteOf(item.from);
  const to = minuteOf(item.to);
  if (from < to) return on(now.weekday) && now.minute >= from && now.minute < to;
  const yesterday = now.weekday === 1 ? 7 : now.weekday - 1;
  return (on(now.weekday) && now.minute >= from) || (on(yesterday) && now.minute < to);
}

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return 60 * hours + minutes;
}

/** A moment as the province's clocks show it. */
interface Local {
  /** Of the day, 0 to 1439. */
  readonly minute: number;
  /** 1 is Monday. */
  readonly weekday: number;
  /** When the day began, Unix milliseconds. */
  readonly midnight: number;
}
type Zone = (at: number) => Local;

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MINUTE = 60_000;
const zones = new Map<string, Zone>();

/** When it is so many minutes of the day that began at `midnight`, also on a day on which clocks are changed. */
function moment(midnight: number, minute: number, local: Zone): number {
  const guess = midnight + minute * MINUTE;
  return guess + shortest(minute - local(guess).minute) * MINUTE;
}

/** A difference of two times of day: -720 to 719 minutes. */
function shortest(minutes: number): number {
  return ((((minutes + 720) % 1440) + 1440) % 1440) - 720;
}

function zoned(timeZone: string): Zone {
  const known = zones.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone,
  });
  const clock = (at: number): { minute: number; second: number; weekday: number } => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type) ?? 0);
    return {
      minute: 60 * part('hour') + part('minute'),
      second: part('second'),
      weekday: WEEKDAYS.indexOf(parts.get('weekday') ?? '') + 1,
    };
  };
  const zone: Zone = (at) => {
    const { minute, second, weekday } = clock(at);
    const millis = ((at % 1000) + 1000) % 1000;
    const guess = at - minute * MINUTE - second * 1000 - millis;
    return { minute, weekday, midnight: guess - shortest(clock(guess).minute) * MINUTE };
  };
  zones.set(timeZone, zone);
  return zone;
}
