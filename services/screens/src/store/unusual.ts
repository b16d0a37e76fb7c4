import type { Key, Speech } from '../i18n/i18n';
import type { LiveFigure } from '../wire/figures.gen';
import type { Frame, Unusual } from '../wire/wire.gen';
import type { Query } from './route';

/** A figure of a view, or of one right below it, that is not what it usually is at this hour: a hint, which no rule judges. */
export interface Hint {
  readonly view: string;
  readonly figure: LiveFigure;
  readonly unusual: Unusual;
}

/** What is unusual in a frame, the farthest from what is usual first. */
export function hintsOf({ unusual }: Frame): Hint[] {
  return Object.entries(unusual)
    .flatMap(([view, figures]) =>
      Object.entries(figures).map(([figure, one]) => ({ view, figure: figure as LiveFigure, unusual: one })),
    )
    .sort(
      (a, b) =>
        b.unusual.tenths - a.unusual.tenths ||
        a.view.localeCompare(b.view) ||
        a.figure.localeCompare(b.figure),
    );
}

/** Of each unit the hint that is farthest from what is usual, the farthest unit first; units without any are left out. */
export function unitsByHint(frame: Frame, children: readonly string[]): Hint[] {
  const worst = new Map<string, Hint>();
  for (const hint of hintsOf(frame)) {
    if (children.includes(hint.view) && !worst.has(hint.view)) worst.set(hint.view, hint);
  }
  return [...worst.values()];
}

/** What it is: "17 dossiers received". */
export function whatOf({ figure, unusual }: Hint, s: Speech): string {
  return s.t(`unusual.${figure}` as Key, { n: s.number(unusual.value) });
}

/** What is usual: "usually 4–9 on a Tuesday before 10:00". */
export function bandOf({ low, high, hour }: Unusual, day: string, s: Speech): string {
  const weekday = s.weekday(day).split(',')[0] ?? '';
  return s.t('unusual.band', {
    low: s.number(low),
    high: s.number(high),
    weekday: s.language === 'vi' ? weekday.charAt(0).toLocaleLowerCase('vi') + weekday.slice(1) : weekday,
    hour,
  });
}

/** What narrows a view's lists to what a hint is of. */
export function behind({ view }: Hint, day: string): Query {
  return { view, from: day };
}
