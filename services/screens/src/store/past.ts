import { KindKnownNow, type PastFrame } from '../wire/wire.gen';
import type { Speech } from '../i18n/i18n';
import type { Problem } from '../net/asking';
import { isObject, type Answer } from './answer';
import { shift } from './date';
import { complete, type Held } from './frames';
import { apiAddress, DATE_LENGTH, type Past } from './route';

/** A frame of the past on its way, come, or refused. */
export type PastState = Answer<PastFrame>;

/** Where the gateway answers with a view's frame of the past. */
export function frameAddress(view: string, past: Past): string {
  const { from, at, known = '', position = '' } = past;
  return apiAddress('frames', view, position ? { from, position } : { from, at, known });
}

/** Whether a body is a frame of the past. */
export function isPastFrame(body: unknown): boolean {
  return isObject(body) && isObject(body['frame']) && typeof body['position'] === 'number';
}

/** The frame as a board holds it: it stands still at its position. */
export function heldAt({ position, frame }: PastFrame): Held {
  return { position, cut: position, changed: {}, frame: complete(frame) };
}

/** What a frame of the past is of. */
export function pastOf({ minute, kind, frame }: PastFrame, asked: Past): Past {
  const at = minute || frame.day;
  if (asked.position) return { from: asked.from, at, position: asked.position };
  return minute && kind === KindKnownNow ? { from: asked.from, at, known: 'now' } : { from: asked.from, at };
}

/** Whether the day of a frame is over as it is shown; `reached` is the day that the log has reached, "" if unknown. */
export function hasEnded({ minute, frame }: PastFrame, reached: string, asked: Past): boolean {
  return minute === '' && asked.position === undefined && frame.day !== reached;
}

/** Why there is no such past, in words. */
export function refusalOf({ code, field, reached }: Problem, asked: Past, s: Speech): string {
  const { at, from, position } = asked;
  const [day, first] = [s.date(at), s.date(from)];
  if (code === 'not_yet') return s.t('past.notYet', { at: day, reached: s.date(reached) });
  if (field === 'position') return s.t('past.refused.position', { n: s.number(Number(position)) });
  const isNamed = field === 'at' || field === 'from' || field === 'view';
  return s.t(`past.refused.${isNamed ? field : 'other'}`, { at: day, from: first });
}

/** The last minute of a day. */
export const DAY_MINUTES = 24 * 60;

/** The minute of its day at which the past is seen: the last one for a whole day. */
export function minuteOf({ at }: Past): number {
  const [hours = NaN, minutes = NaN] = at
    .slice(DATE_LENGTH + 1)
    .split(':')
    .map(Number);
  const minute = hours * 60 + minutes;
  return minute >= 0 && minute < DAY_MINUTES ? minute : DAY_MINUTES;
}

/** The past at a minute of its day: the whole day at the last one. */
export function atMinute(past: Past, minute: number): Past {
  const day = past.at.slice(0, DATE_LENGTH);
  const { from, known } = past;
  if (minute >= DAY_MINUTES) return { from, at: day };
  return { from, ...(known ? { known } : {}), at: `${day}T${clockOf(Math.max(0, minute))}` };
}

/** 545 → "09:05". */
export function clockOf(minute: number): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** The same minute so many days later. */
export function daysLater(past: Past, days: number): Past {
  const { from, known } = past;
  return {
    from,
    ...(known ? { known } : {}),
    at: shift(past.at.slice(0, DATE_LENGTH), days) + past.at.slice(DATE_LENGTH),
  };
}
