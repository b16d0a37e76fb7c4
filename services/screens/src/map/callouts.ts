import type { Drawn } from './outlines';

/** What is to be said of a place beside the map, where it has no room on it. Lengths are kilometres. */
export interface Place {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  /** How wide that is. */
  readonly wide: number;
  /** Those that are told first, the least first. */
  readonly rank: number;
}

/** Where it is said: at which edge of what is seen, and the middle of its line. */
export interface Callout extends Place {
  readonly side: 'left' | 'right';
  readonly at: number;
}

/** What is seen around a map. */
export interface Seen {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Slot {
  readonly side: 'left' | 'right';
  readonly at: number;
  /** How much of its line is free of the map. */
  readonly free: number;
}

/**
 * Lines in what a map leaves free at the edges of what is seen, so that all leaders together are short and no two of them cross. What finds no
 * room is left out, those of the greatest rank first.
 */
export function calloutsOf(places: readonly Place[], map: Drawn, seen: Seen, line: number): Callout[] {
  const slots = slotsOf(map, seen, line);
  const leader = (place: Place, slot: Slot): number => {
    if (slot.free < place.wide) return Infinity;
    const end = slot.side === 'left' ? seen.left + place.wide : seen.right - place.wide;
    return Math.hypot(end - place.x, slot.at - place.y);
  };
  const taken: (Place | undefined)[] = slots.map(() => undefined);
  for (const place of [...places].sort((a, b) => a.rank - b.rank)) {
    const free = slots.flatMap((slot, i) => (taken[i] ? [] : [[leader(place, slot), i] as const]));
    const [length, i] = free.reduce((a, b) => (b[0] < a[0] ? b : a), [Infinity, -1]);
    if (Number.isFinite(length)) taken[i] = place;
  }
  while (shorten(slots, taken, leader));
  untangle(slots, taken, leader, seen);
  return slots.flatMap(({ side, at }, i) => (taken[i] ? [{ ...taken[i], side, at }] : []));
}

/** Where widths differ the shortest leaders may cross yet: one of two that do goes to the nearest slot where it crosses none, or out. */
function untangle(
  slots: readonly Slot[],
  taken: (Place | undefined)[],
  leader: (place: Place, slot: Slot) => number,
  { left, right }: Seen,
): void {
  const line = (place: Place, { side, at }: Slot): Segment => [
    [place.x, place.y],
    [side === 'left' ? left + place.wide : right - place.wide, at],
  ];
  const crosses = (place: Place, slot: Slot): boolean =>
    taken.some((other, i) => {
      const at = slots[i];
      return other && at && other !== place && cross(line(place, slot), line(other, at));
    });
  const last = [...taken.entries()].sort(([, a], [, b]) => (b?.rank ?? 0) - (a?.rank ?? 0));
  for (const [i, place] of last) {
    const own = slots[i];
    if (!place || !own || !crosses(place, own)) continue;
    taken[i] = undefined;
    const free = slots.flatMap((slot, j) =>
      taken[j] || crosses(place, slot) ? [] : [[leader(place, slot), j] as const],
    );
    const [length, j] = free.reduce((a, b) => (b[0] < a[0] ? b : a), [Infinity, -1]);
    if (Number.isFinite(length)) taken[j] = place;
  }
}

type Segment = readonly [readonly [number, number], readonly [number, number]];

function cross([a, b]: Segment, [c, d]: Segment): boolean {
  const turn = (p: Segment[0], q: Segment[0], r: Segment[0]): number =>
    Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  return turn(a, b, c) !== turn(a, b, d) && turn(c, d, a) !== turn(c, d, b);
}

/** Lets two slots change what they hold where that makes the leaders shorter; tells whether it did. */
function shorten(
  slots: readonly Slot[],
  taken: (Place | undefined)[],
  leader: (place: Place, slot: Slot) => number,
): boolean {
  const length = (i: number, place: Place | undefined): number => {
    const slot = slots[i];
    return place && slot ? leader(place, slot) : 0;
  };
  for (let i = 0; i < slots.length; i++) {
    for (let j = i + 1; j < slots.length; j++) {
      const before = length(i, taken[i]) + length(j, taken[j]);
      if (length(i, taken[j]) + length(j, taken[i]) >= before - 1e-9) continue;
      [taken[i], taken[j]] = [taken[j], taken[i]];
      return true;
    }
  }
  return false;
}

/** Lines at both edges from the top down, with what the map leaves free of each. */
function slotsOf(map: Drawn, { left, right, top, bottom }: Seen, line: number): Slot[] {
  return Array.from({ length: Math.floor((bottom - top) / line) }, (_, i) => top + (i + 0.5) * line).flatMap(
    (at): Slot[] => {
      const spans = map.spans.filter(({ y }) => y + 1 > at - line / 2 && y < at + line / 2);
      return [
        { side: 'left', at, free: Math.min(right, ...spans.map((span) => span.left)) - left },
        { side: 'right', at, free: right - Math.max(left, ...spans.map((span) => span.right)) },
      ];
    },
  );
}
