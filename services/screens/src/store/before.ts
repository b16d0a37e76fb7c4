import type { Speech } from '../i18n/i18n';
import type { Say } from '../i18n/desk';
import type { Before } from '../wire/wire.gen';

/** What a number was on the same dates of the year before, and the change; "" where that is not told. */
export function beforeNote(now: number, before: number | null | undefined, s: Speech, say: Say): string {
  if (before === null || before === undefined) return '';
  return before > 0 || now > 0
    ? say('before.changed', { before: s.number(before), change: s.change(now, before) })
    : say('before.value', { before: s.number(before) });
}

/** Which dates of the year before an answer is held against, or that nothing is known of them. */
export function beforePeriod(before: Before | null, s: Speech, say: Say): string {
  if (!before) return say('before.unknown');
  const period = { from: s.date(before.from), at: s.date(before.at) };
  return before.until
    ? say('before.until', { ...period, until: before.until })
    : say('before.period', period);
}
