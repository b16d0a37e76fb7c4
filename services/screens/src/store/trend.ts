/** The days that are compared, with as many just before them: the same days of the week in both. */
export const TREND_DAYS = 7;

/** What became of a figure in the last days that are over, and in those before them. */
export interface Trend {
  readonly last: number;
  readonly before: number;
}

/** The trend of a figure by its days, up to the day before `days`' last, which is not over; undefined where there are too few. */
export function trendOf(values: readonly number[]): Trend | undefined {
  const over = values.slice(0, -1);
  if (over.length < 2 * TREND_DAYS) return undefined;
  const sum = (part: readonly number[]): number => part.reduce((total, value) => total + value, 0);
  return { last: sum(over.slice(-TREND_DAYS)), before: sum(over.slice(-2 * TREND_DAYS, -TREND_DAYS)) };
}
