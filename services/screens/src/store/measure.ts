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

/** From how many on a change is told in per cent; of fewer by how many. */
const PERCENT_FROM = 100;

/** The measure of what happened on a day: the working days that are over against as many before. */
export function flowMeasure(
  frame: Frame | undefined,
  figure: LiveFigure,
  calendar: Calendar,
  s: Speech,
): Measure | undefined {
  const days = frame?.days[figure];
  const trend = frame && trendOf(days, frame.day, calendar);
  if (!trend) return undefined;
  return {
    ...trend,
    bars: lastDays(frame.day, DaysShown).map((day) => days?.[day] ?? 0),
    head: s.t('trend.last', { n: TREND_DAYS }),
    value: s.number(trend.last),
    change: s.change(trend.last, trend.before),
    base: s.t('trend.base', { before: s.number(trend.before) }),
    title: s.t('trend.title', {
      n: TREND_DAYS,
      last: s.number(trend.last),
      before: s.number(trend.before),
    }),
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
  const share = (n: number, all: number): string =>
    s.t('trend.share', { n: s.number(n), of: s.number(all), rate: s.rate(n, all) });
  return {
    bars: lastDays(frame.day, DaysShown).map((day) => {
      const all = frame.days[base]?.[day] ?? 0;
      return all > 0 ? (frame.days[of]?.[day] ?? 0) / all : 0;
    }),
    last: part.last,
    before: part.before,
    head: s.t('trend.last', { n: TREND_DAYS }),
    value: s.rate(part.last, whole.last),
    change: '',
    base: s.t('trend.base', { before: s.rate(part.before, whole.before) }),
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
  const days = frame?.days[figure];
  const standing = frame && standingBefore(days, frame.day, calendar);
  if (!standing) return undefined;
  const { day, before } = standing;
  const last = frame.figures[figure];
  return {
    bars: lastDays(frame.day, DaysShown).map((one) => days?.[one] ?? 0),
    last,
    before,
    head: '',
    value: '',
    change:
      last === before
        ? s.t('trend.same')
        : before < PERCENT_FROM
          ? s.difference(last - before)
          : s.change(last, before),
    base: s.t('trend.on', { before: s.number(before), date: s.date(day).slice(0, 5) }),
    title: s.t('trend.stock', {
      n: TREND_DAYS,
      date: s.date(day),
      before: s.number(before),
      now: s.number(last),
    }),
  };
}
