import { DaysShown, type Calendar } from '../wire/wire.gen';
import { lastDays } from './figures';

/** The working days that are compared, with as many just before them. */
export const TREND_DAYS = 5;

/** What became of a figure in the last working days that are over, and in those before them. */
export interface Trend {
  readonly last: number;
  readonly before: number;
}

/** What a stock was at the end of a day. */
export interface Standing {
  readonly day: string;
  readonly before: number;
}

/** Whether offices are open on a day. */
export function isWorkingDay({ weekdays, holidays, makeup }: Calendar, day: string): boolean {
  if (makeup.includes(day)) return true;
  return !holidays.includes(day) && weekdays.includes(new Date(`${day}T00:00:00Z`).getUTCDay());
}

/**
 * The trend of a figure by its days: of the working days before `today`, which is not over. What came on other days is in neither sum.
 * Undefined where the log knows nothing of the first of them.
 */
export function trendOf(
  days: Readonly<Record<string, number>> | undefined,
  today: string,
  calendar: Calendar,
): Trend | undefined {
  const compared = lastDays(today, DaysShown)
    .slice(0, -1)
    .filter((day) => isWorkingDay(calendar, day))
    .slice(-2 * TREND_DAYS);
  const first = compared[0];
  const isKnown = first !== undefined && Object.keys(days ?? {}).some((day) => day <= first);
  if (compared.length < 2 * TREND_DAYS || !isKnown) return undefined;
  const sum = (part: readonly string[]): number => part.reduce((total, day) => total + (days?.[day] ?? 0), 0);
  return { last: sum(compared.slice(-TREND_DAYS)), before: sum(compared.slice(0, TREND_DAYS)) };
}

/** What a stock was TREND_DAYS working days before `today`, by its days; undefined where that is not known. */
export function standingBefore(
  days: Readonly<Record<string, number>> | undefined,
  today: string,
  calendar: Calendar,
): Standing | undefined {
  const day = lastDays(today, DaysShown)
    .slice(0, -1)
    .filter((one) => isWorkingDay(calendar, one))
    .at(-TREND_DAYS);
  const before = day === undefined ? undefined : days?.[day];
  return day !== undefined && before !== undefined ? { day, before } : undefined;
}
