import { UNITS, type Shape } from './shape';

/** How a surface is read. */
export interface Reading {
  /** Of all that is lit, in inches. */
  readonly diagonal: number;
  /** From where it is read, in centimetres. */
  readonly distance: number;
}

/** What a board holds by how far away it is read: everything; what is looked at from a chair; a few things. */
export type Layout = 'near' | 'middle' | 'far';

/** What stands on a surface of so many pixels so that it can be read. */
export interface Sight {
  readonly layout: Layout;
  /** By how much everything is larger than on a near board. */
  readonly scale: number;
  /** Letters of what must be read, in the rem that is so much larger. */
  readonly read: number;
  /** From so many centimetres on the largest letters that there are can no longer be read; Infinity where no measure is known. */
  readonly farthest: number;
}

/** Kinds of displays, with what is assumed of one of which nobody has said more. */
export const KINDS = {
  wall: { diagonal: 75, distance: 500 },
  panels: { diagonal: 146, distance: 400 }, // three of 55″ side by side
  totem: { diagonal: 55, distance: 150 },
  desk: { diagonal: 24, distance: 70 },
} as const satisfies Readonly<Record<string, Reading>>;
export type Kind = keyof typeof KINDS;

/** The kind that a display of such a shape is taken for. */
export const KIND_OF: Readonly<Record<Shape, Kind>> = {
  wide: 'wall',
  panels: 'panels',
  upright: 'totem',
  stack: 'desk',
};

/** Height of a capital, as a part of the letter's size: the digits' (Inter); the letters' own is 0.74 (Be Vietnam Pro). */
export const CAP = 0.7275;
/** Minutes of arc under which a capital is seen: what must be read (NUREG-0700), and whatever is shown at all. */
export const READ_MINUTES = 16;
export const LEAST_MINUTES = 8;

/** The smallest letters of a near board, and those of what must be read there, in rem. */
export const NOTE_REM = 1.0625;
export const READ_REM = 1.1875;
/** What must be read is so much larger than the smallest letters where both are as small as they may be. */
const RATIO = READ_MINUTES / LEAST_MINUTES;

/** Letters of what must be read, in near rem, up to which a board is laid out for a chair, and the largest that a board has room for. */
const MIDDLE_REM = 3.25;
const LARGEST_REM = 6.5;

/** A code to be scanned is as wide as this part of the distance: each of its 30 to 40 modules then has three or four pixels of a telephone's video. */
export const CODE_PART = 1 / 10;

const CM_PER_INCH = 2.54;

/** How high a capital is, in centimetres, that is seen under so many minutes of arc. */
export function capHeight(minutes: number, distance: number): number {
  return distance * Math.tan((minutes / 60) * (Math.PI / 180));
}

/** The minutes of arc under which a capital of so many centimetres is seen. */
export function minutesOf(cap: number, distance: number): number {
  return (Math.atan(cap / distance) * 180 * 60) / Math.PI;
}

/** Centimetres of one pixel. */
export function pitch(diagonal: number, width: number, height: number): number {
  return (diagonal * CM_PER_INCH) / Math.hypot(width, height);
}

/** How a window of so many pixels is laid out and how large its letters are; without a reading it is near. */
export function sightOf(reading: Reading | undefined, shape: Shape, width: number, height: number): Sight {
  if (!reading || shape === 'stack') return { layout: 'near', scale: 1, read: READ_REM, farthest: Infinity };
  const units = UNITS[shape];
  const rem = Math.min(width / units.width, height / units.height) * pitch(reading.diagonal, width, height);
  const perMetre = capHeight(READ_MINUTES, 100) / CAP / rem;
  const needed = (reading.distance / 100) * perMetre;
  const em = Math.min(needed, LARGEST_REM);
  const scale = Math.max(1, em / RATIO / NOTE_REM);
  return {
    layout: em <= READ_REM ? 'near' : em <= MIDDLE_REM ? 'middle' : 'far',
    scale,
    read: Math.max(READ_REM, em / scale),
    farthest: (100 * LARGEST_REM) / perMetre,
  };
}

/** How wide a code is to be, in pixels of the window, that is scanned from where the window is read. */
export function codePixels({ diagonal, distance }: Reading, width: number, height: number): number {
  return (distance * CODE_PART) / pitch(diagonal, width, height);
}

/** The reading that an address asks for, in inches and metres; undefined where it asks for none. */
export function askedReading(search: string): Reading | undefined {
  const query = new URLSearchParams(search);
  const [diagonal, metres] = [Number(query.get('diagonal')), Number(query.get('distance'))];
  return diagonal > 0 && metres > 0 ? { diagonal, distance: 100 * metres } : undefined;
}

/** How a display is read: as somebody has said, and where nobody has, as its kind is. */
export function readingOf(said: Reading, shape: Shape): Reading {
  const kind = KINDS[KIND_OF[shape]];
  return { diagonal: said.diagonal || kind.diagonal, distance: said.distance || kind.distance };
}
