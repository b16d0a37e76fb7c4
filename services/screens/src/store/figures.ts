import { derivations, type ChildFigure, type DerivedName, type LiveFigure } from '../wire/figures.gen';
import type { Frame } from '../wire/wire.gen';

/** Figures that a map and a ranking of units can show. */
export const unitFigures = [
  'dossiers.overdue',
  'dossiers.open',
  'dossiers.received',
  'dossiers.resolved',
  'payments.succeeded',
] as const satisfies readonly ChildFigure[];
export type UnitFigure = (typeof unitFigures)[number];

/** One unit below a view, with its figures. */
export interface UnitRow {
  readonly view: string;
  readonly figures: Readonly<Partial<Record<ChildFigure, number>>>;
}

export function rows(frame: Frame | undefined, children: readonly string[]): UnitRow[] {
  return children.map((view) => ({ view, figures: frame?.children[view] ?? {} }));
}

/** What a unit is ranked by, and how long its bar is: the number that stands beside it. */
export function valueOf(row: UnitRow, figure: UnitFigure): number {
  return row.figures[figure] ?? 0;
}

/** The share of a unit's open dossiers that are overdue, by which it is judged; undefined where none is open. */
export function overdueShare(row: UnitRow): number | undefined {
  const [overdue, open] = partsOf('dossiers.overdue_rate', (figure) => valueOf(row, figure));
  return open > 0 ? overdue / open : undefined;
}

type Parts<N extends DerivedName> = (typeof derivations)[N]['of' | 'base'];

/** What a share is of: how many of how many. */
export function partsOf<N extends DerivedName>(
  name: N,
  value: (figure: Parts<N>) => number,
): [number, number] {
  const { of, base } = derivations[name];
  return [value(of as Parts<N>), value(base as Parts<N>)];
}

/** Rows by falling value; equals keep their order. */
export function ranked(all: readonly UnitRow[], figure: UnitFigure): UnitRow[] {
  return [...all].sort((a, b) => valueOf(b, figure) - valueOf(a, figure));
}

/** The lengths of the rows' bars, 0 to 1: each its value's part of the largest. */
export function barOf(all: readonly UnitRow[], figure: UnitFigure): (row: UnitRow) => number {
  const largest = Math.max(1, ...all.map((row) => valueOf(row, figure)));
  return (row) => Math.max(0, valueOf(row, figure)) / largest;
}

/** A share as it is printed, in tenths of a percent: what reads alike is alike. */
export const printedShare = (share: number): number => Math.round(10 * (100 * share));

/** Number of colour steps for figures without a judgement. */
export const STEPS = 5;

/**
 * Colour step, 0 to STEPS−1, of each row by its rank among the distinct values, so that one large city does not leave all others one
 * colour. Rows without a value have none.
 */
export function steps(
  all: readonly UnitRow[],
  value: (row: UnitRow) => number | undefined,
): Map<string, number> {
  const values = [...new Set(all.flatMap((row) => value(row) ?? []))].sort((a, b) => a - b);
  const rank = new Map(values.map((one, i) => [one, i]));
  const last = Math.max(1, values.length - 1);
  return new Map(
    all.flatMap((row) => {
      const place = rank.get(value(row) ?? NaN);
      if (place === undefined) return [];
      return [[row.view, Math.min(STEPS - 1, Math.floor((place / last) * STEPS))]];
    }),
  );
}

/** The values of a curve by hour, "00" to "23", up to the last hour with any figure. */
export function hourly(frame: Frame, figure: LiveFigure, last: number): (number | null)[] {
  const curve = frame.hours[figure] ?? {};
  return Array.from({ length: 24 }, (_, hour) =>
    hour > last ? null : (curve[String(hour).padStart(2, '0')] ?? 0),
  );
}

/** The last hour of the day in which anything happened, −1 if nothing did. */
export function lastHour(frame: Frame, figures: readonly LiveFigure[]): number {
  let last = -1;
  for (const figure of figures) {
    for (const hour of Object.keys(frame.hours[figure] ?? {})) last = Math.max(last, Number(hour));
  }
  return last;
}

/**
 * The hour of the day that is still running when the newest event of a frame has happened at `occurred` (Unix milliseconds): the last of
 * its curves' hours, unless time has gone past it. −1 for none.
 */
export function runningHour(frame: Frame, last: number, occurred: number, timeZone: string): number {
  const local = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  const [day = '', time = ''] = occurred > 0 ? local.format(occurred).split(' ') : [];
  return day === frame.day && Number(time.slice(0, 2)) > last ? -1 : last;
}

/** The dates from `count`−1 days before `day` to `day`. */
export function lastDays(day: string, count: number): string[] {
  if (!day) return [];
  const end = Date.parse(`${day}T00:00:00Z`);
  return Array.from({ length: count }, (_, i) =>
    new Date(end - (count - 1 - i) * 86_400_000).toISOString().slice(0, 10),
  );
}
