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
  /** It is counted by what came: its course begins with the day at 0. */
  readonly isFlow: boolean;
}

/** Of what an event is that raises an alarm by itself, the number that it moves. */
const moved: Readonly<Record<string, LiveFigure>> = {
  incident: 'incidents.open',
  indicator: 'indicators.silent',
  feed: 'feeds.down',
};

/** How much there was at a minute of the day. */
export interface Point {
  readonly minute: number;
  readonly value: number;
  readonly base: number;
}

/**
 * What of a day tells how an alarm came: what its rule watched, or of an alarm that an event raised the number that the event moved. A
 * threshold of several days together says nothing of one of them. Undefined where no number tells anything.
 */
export function watchedBy(
  { figure, rule: id, threshold, originator }: AlarmCard,
  rules: readonly Rule[],
): Watched | undefined {
  const rule = rules.find((one) => one.id === id);
  const stood = moved[originator.split('/')[0] ?? ''];
  if (!rule || !isFigure(figure))
    return stood && { figure: stood, base: '', threshold: undefined, isFlow: false };
  const isShare = rule.kind === 'threshold';
  const isFlow = Boolean(definitions[figure].days.from);
  return {
    figure: figure as LiveFigure,
    base: isShare ? (rule.base as LiveFigure | '') : '',
    threshold: isShare && !isFlow ? threshold : undefined,
    isFlow,
  };
}

/** How it came, by the frames of a day. */
export function courseOf({ moments }: Reel, { figure, base, isFlow }: Watched): Point[] {
  const before = (name: LiveFigure): number => (isFlow ? (moments[0]?.frame.figures[name] ?? 0) : 0);
  return moments.map(({ minute, frame }) => ({
    minute,
    value: frame.figures[figure] - before(figure),
    base: base ? frame.figures[base] - before(base) : 0,
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
