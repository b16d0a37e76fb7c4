import type { Speech } from '../i18n/i18n';
import type { Calendar, Frame } from '../wire/wire.gen';
import { DaysShown } from '../wire/wire.gen';
import type { LiveFigure } from '../wire/figures.gen';
import { lastDays } from './figures';
import { standingBefore, TREND_DAYS, trendOf } from './trend';

/** What stands beside a number: its last days, and what became of it. */
export interface Measure {
  readonly bars: readonly number[];
  readonly last: number;
  readonly before: number;
  /** In words: of which days, "" where it is what stands; the change, on what; and whole. */
  readonly head: string;
  readonly value: string;
  readonly change: string;
  readonly base: string;
  readonly title: string;
}

/** A figure on each of the days that are drawn; nothing where it is not known. */
const barsOf = (frame: Frame, figure: LiveFigure): number[] =>
  lastDays(frame.day, DaysShown).map((day) => frame.days[figure]?.[day] ?? 0);

/** The measure of what happened on a day: the working days that are over against as many before. */
export function flowMeasure(
  frame: Frame | undefined,
  figure: LiveFigure,
  calendar: Calendar,
  s: Speech,
): Measure | undefined {
  const trend = frame && trendOf(frame.days[figure], frame.day, calendar);
  if (!trend) return undefined;
  const [last, before] = [s.number(trend.last), s.number(trend.before)];
  const isNothing = trend.last === 0 && trend.before === 0;
  const change = s.change(trend.last, trend.before);
  return {
    ...trend,
    bars: barsOf(frame, figure),
    head: s.t('trend.last', { n: TREND_DAYS }),
    value: last,
    change: isNothing ? '' : change,
    base: isNothing ? '' : s.t(change === s.difference(0) ? 'trend.base.same' : 'trend.base', { before }),
    title: s.t('trend.title', { n: TREND_DAYS, last, before }),
  };
}

/** The measure of a share: of a day, and of the same days as a flow's, how many there are of how many. */
export function shareMeasure(
  frame: Frame | undefined,
  of: LiveFigure,
  base: LiveFigure,
  calendar: Calendar,
  s: Speech,
): Measure | undefined {
  const whole = frame && trendOf(frame.days[base], frame.day, calendar);
  if (!whole) return undefined;
  // Of a day on which the base is known and the part is not there, the part is 0.
  const known = Object.fromEntries(Object.keys(frame.days[base] ?? {}).map((day) => [day, 0]));
  const part = trendOf({ ...known, ...frame.days[of] }, frame.day, calendar) ?? { last: 0, before: 0 };
  const rate = (n: number, all: number): string => (all > 0 ? s.rate(n, all) : s.t('trend.none'));
  const share = (n: number, all: number): string =>
    s.t('trend.share', { n: s.number(n), of: s.number(all), rate: rate(n, all) });
  const wholes = barsOf(frame, base);
  return {
    ...part,
    bars: barsOf(frame, of).map((n, i) => n / Math.max(1, wholes[i] ?? 0)),
    head: s.t('trend.last', { n: TREND_DAYS }),
    value: rate(part.last, whole.last),
    change: '',
    base: whole.before > 0 ? s.t('trend.base', { before: s.rate(part.before, whole.before) }) : '',
    title: s.t('trend.title', {
      n: TREND_DAYS,
      last: share(part.last, whole.last),
      before: share(part.before, whole.before),
    }),
  };
}

/** The measure of what stands: now against the end of the same working day of the week before. */
export function stockMeasure(
  frame: Frame | undefined,
  figure: LiveFigure,
  calendar: Calendar,
  s: Speech,
): Measure | undefined {
  const standing = frame && standingBefore(frame.days[figure], frame.day, calendar);
  if (!standing) return undefined;
  const { day, before } = standing;
  const last = frame.figures[figure];
  const values = { before: s.number(before), date: s.date(day) };
  const change = s.change(last, before);
  return {
    bars: barsOf(frame, figure),
    last,
    before,
    head: '',
    value: '',
    change,
    base: s.t(change === s.difference(0) ? 'trend.on.same' : 'trend.on', {
      ...values,
      date: values.date.slice(0, 5),
    }),
    title: s.t('trend.stock', { ...values, n: TREND_DAYS, now: s.number(last) }),
  };
}
