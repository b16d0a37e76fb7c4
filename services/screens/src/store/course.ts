import { definitions } from '../i18n/definitions.gen';
import { isFigure } from '../i18n/figures';
import type { LiveFigure } from '../wire/figures.gen';
import type { AlarmCard, Rule } from '../wire/wire.gen';
import type { Reel } from './replay';

/** What a rule looks at, where a frame has that: how much of something there is, of how much. */
export interface Watched {
  readonly figure: LiveFigure;
  /** "" for none. */
  readonly base: LiveFigure | '';
  /** What it has gone beyond, as the value is told: a share in percent where there is a base; undefined where that is of another day. */
  readonly threshold: number | undefined;
}

/** How much there was at a minute of the day. */
export interface Point {
  readonly minute: number;
  readonly value: number;
  readonly base: number;
}

/** What an alarm's rule watched; undefined where that is no amount that stands, but an event or what came in a period. */
export function watchedBy(
  { figure, rule: id, threshold }: AlarmCard,
  rules: readonly Rule[],
): Watched | undefined {
  const rule = rules.find((one) => one.id === id);
  const isAmount = rule?.kind === 'threshold' || rule?.kind === 'trend';
  if (!rule || !isAmount || !isFigure(figure) || definitions[figure].days.from) return undefined;
  const isShare = rule.kind === 'threshold';
  return {
    figure: figure as LiveFigure,
    base: isShare ? (rule.base as LiveFigure | '') : '',
    threshold: isShare ? threshold : undefined,
  };
}

/** How it came, by the frames of a day. */
export function courseOf({ moments }: Reel, { figure, base }: Watched): Point[] {
  return moments.map(({ minute, frame }) => ({
    minute,
    value: frame.figures[figure],
    base: base ? frame.figures[base] : 0,
  }));
}

/** A point's height: a share in percent, or the amount itself. */
export function heightOf({ value, base }: Point): number {
  return base > 0 ? (100 * value) / base : value;
}

/** The steps of a course as a line in a box of 1 by 1, which ends at the minute `last` and has its top at `most`. */
export function lineOf(points: readonly Point[], last: number, most: number): string {
  const x = (minute: number): string => (last > 0 ? minute / last : 1).toFixed(4);
  const y = (point: Point): string => (1 - heightOf(point) / most).toFixed(4);
  return points.map((point, i) => (i === 0 ? `M0 ${y(point)}` : `H${x(point.minute)}V${y(point)}`)).join('');
}
