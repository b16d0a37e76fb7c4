import type { LiveFigure } from '../wire/figures.gen';
import type { Calendar, Frame } from '../wire/wire.gen';
import { lastHour } from './figures';
import { isWorkingDay } from './trend';

/** Why a day shows nothing of some figures yet: offices have only not begun, or they are closed. */
export interface Rest {
  readonly kind: 'open' | 'weekend' | 'holiday';
  /** The last day before it on which there was something, and how much there was of the first figure. */
  readonly last: string;
  readonly value: number;
}

/** Undefined where something has happened on the frame's day, and where nothing is known of any day before. */
export function restOf(
  frame: Frame | undefined,
  figures: readonly LiveFigure[],
  calendar: Calendar,
): Rest | undefined {
  if (!frame?.day) return undefined;
  const { day, today, days } = frame;
  if (figures.some((figure) => (today[figure] ?? 0) !== 0) || lastHour(frame, figures) >= 0) return undefined;
  const busy = figures.flatMap((figure) =>
    Object.entries(days[figure] ?? {}).flatMap(([one, n]) => (n > 0 && one < day ? [one] : [])),
  );
  const last = busy.sort().at(-1);
  if (last === undefined) return undefined;
  const value = figures[0] ? (days[figures[0]]?.[last] ?? 0) : 0;
  if (isWorkingDay(calendar, day)) return { kind: 'open', last, value };
  return { kind: calendar.holidays.includes(day) ? 'holiday' : 'weekend', last, value };
}
