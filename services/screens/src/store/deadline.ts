import type { Speech } from '../i18n/i18n';
import type { Frame } from '../wire/wire.gen';
import { daysFrom } from './date';
import { clockOf } from './past';

const DAY_MINUTES = 24 * 60;

/**
 * How many minutes of a frame's day have gone: by the gateway's clock, and where the log runs in a time of its own, by the last thing that
 * happened on the day.
 */
export function minuteAt({ day, nouns }: Frame, now: number, speech: Speech): number {
  const times = Object.values(nouns).map(({ occurred }) => occurred);
  const isOfDay = (millis: number): boolean => millis > 0 && speech.dayOf(millis) === day;
  const at = isOfDay(now) ? now : Math.max(0, ...times.filter(isOfDay));
  const [hours = 0, minutes = 0] = at > 0 ? speech.time(at).split(':').map(Number) : [];
  return 60 * hours + minutes;
}

/** The one clock of a head: ours, or where its day is not ours that of what is told last of the day; undefined where nothing tells it. */
export function clockShown(
  frame: Frame | undefined,
  day: string,
  now: number,
  speech: Speech,
): { readonly of: 'local' | 'simulated' | 'data'; readonly text: string } | undefined {
  if (!day || speech.dayOf(now) === day) return { of: 'local', text: speech.time(now) };
  const minute = frame?.day === day ? minuteAt(frame, now, speech) : 0;
  if (!frame || minute === 0) return undefined;
  return { of: frame.simulated ? 'simulated' : 'data', text: clockOf(minute) };
}

/** By which day something is owed; of a day that has passed, for how many days it has been late. */
export function dueBy(due: string, day: string, speech: Speech): string {
  const n = daysFrom(due, day);
  return n > 0
    ? speech.t('due.passed', { n: speech.number(n), day: speech.date(due) })
    : speech.t('due.on', { day: speech.date(due) });
}

/** What is left until the end of the day `due`, in words, when so many minutes of `day` have gone: of days to come how many, else to the minute. */
export function leftUntil(due: string, day: string, minute: number, speech: Speech): string {
  const days = daysFrom(day, due);
  if (days > 1) return speech.t('need.left.days', { n: speech.number(days) });
  const left = (days + 1) * DAY_MINUTES - minute;
  const [h, m] = [Math.floor(left / 60), left % 60];
  return h > 0 ? speech.t('need.left.hours', { h, m }) : speech.t('need.left.minutes', { m });
}
