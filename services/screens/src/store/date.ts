/** Days as people here write them, whatever the browser's language: "30/06/2024". Elsewhere in the program a day is "2024-06-30". */

/** "2024-06-30" → "30/06/2024", "2024-06-30T09:05" → "09:05 30/06/2024"; what is no day is left as it is. */
export function writtenDay(day: string): string {
  const [, year, month, date, minute] = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}:\d{2}))?$/.exec(day) ?? [];
  return year ? `${minute ? `${minute} ` : ''}${date ?? ''}/${month ?? ''}/${year}` : day;
}

/**
 * The day that somebody wrote: "30/06/2024", "30/6/2024", "30.6.2024", "30-06-2024", "30062024", or "2024-06-30" as programs do. Undefined for
 * what is no day of the calendar: the month never comes first.
 */
export function readDay(text: string): string | undefined {
  const words = text.trim();
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(words);
  const local =
    /^(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})$/.exec(words) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(words);
  const [year, month, date] = iso ? iso.slice(1) : (local?.slice(1).reverse() ?? []);
  if (!year || !month || !date) return undefined;
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) ? day : undefined;
}

/** Why what was written in a field cannot be taken; undefined where it can. `min` and `max` are the first and the last day, "" for none. */
export function dayFault(
  text: string,
  required: boolean,
  min: string,
  max: string,
): 'missing' | 'unread' | 'early' | 'late' | undefined {
  if (text.trim() === '') return required ? 'missing' : undefined;
  const day = readDay(text);
  if (!day) return 'unread';
  if (min && day < min) return 'early';
  return max && day > max ? 'late' : undefined;
}

/** The day before or after a date by so many days. */
export function shift(day: string, days: number): string {
  if (Number.isNaN(Date.parse(`${day}T00:00:00Z`))) return '';
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** How many days one day is after another. */
export function daysFrom(first: string, day: string): number {
  return Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / 86_400_000) || 0;
}

/** The weeks of the month of a day, Monday first, each with its seven days; days of the months beside it fill the first and the last. */
export function weeksOf(day: string): string[][] {
  const first = `${day.slice(0, 7)}-01`;
  const weekday = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7;
  const weeks: string[][] = [];
  for (let monday = shift(first, -weekday); monday <= lastOf(day); monday = shift(monday, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, i) => shift(monday, i)));
  }
  return weeks;
}

/** The same day of another month, so many later; its last day where it is shorter. */
export function monthsLater(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
  const there = `${first.slice(0, 8)}${String(date).padStart(2, '0')}`;
  return there <= lastOf(first) ? there : lastOf(first);
}

/** The last day of a day's month. */
function lastOf(day: string): string {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}
