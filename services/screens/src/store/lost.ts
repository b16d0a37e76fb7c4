import type { Speech } from '../i18n/i18n';
import type { Frame } from '../wire/wire.gen';
import { clockShown } from './deadline';

/** What is said of figures whose link is lost. */
export interface Lost {
  /** That it is, since when and for how long, by a real clock. */
  readonly says: string;
  /** Up to when the figures go, by the clock of their head: "14:57", the day where it tells none, "" where there are none. */
  readonly until: string;
  /** The same in words, with whose clock that is. */
  readonly known: string;
}

/** `heard` is when the gateway was heard last, and `now` the moment, both by its clock, Unix milliseconds; 0 for never. */
export function lostWords(frame: Frame | undefined, heard: number, now: number, s: Speech): Lost {
  const says =
    heard > 0
      ? s.t('verdict.lost.since', { at: s.moment(heard, now), age: s.age(Math.max(0, now - heard)) })
      : s.t('verdict.lost');
  if (!frame?.day) return { says, until: '', known: s.t('verdict.lost.nothing') };
  const clock = clockShown(frame, frame.day, heard || now, s);
  const day = s.date(frame.day);
  if (!clock) return { says, until: day, known: s.t('state.disconnected', { until: day }) };
  const until = clock.text.slice(0, '14:57'.length);
  return { says, until, known: s.t(`verdict.lost.${clock.of}`, { until, day }) };
}
