import { derivations, type DerivedName, type FigureName } from '../wire/figures.gen';
import type { Bound, Window } from './definitions';
import { definitions } from './definitions.gen';
import { figureName } from './figures';
import { fillIn } from './fill';
import type { Language } from './i18n';
import { pair } from './pair';

const texts = {
  first: pair('ngày đầu kỳ', 'the period’s first day'),
  last: pair('ngày cuối kỳ', 'the period’s last day'),
  after: pair('{n} ngày sau {end}', '{n} days after {end}'),
  before: pair('{n} ngày trước {end}', '{n} days before {end}'),
  next: pair('ngày liền sau {end}', 'the day after {end}'),
  previous: pair('ngày liền trước {end}', 'the day before {end}'),
  between: pair('từ {from} đến {to}', 'from {from} to {to}'),
  from: pair('từ {from} trở đi', 'from {from} on'),
  to: pair('đến hết {to}', 'up to {to}'),
  ever: pair('mọi lúc', 'at any time'),
  added: pair('Cộng {measures}', 'Adds {measures}'),
  less: pair('trừ {measures}', 'less {measures}'),
  days: pair('xảy ra {days}', 'that happened {days}'),
  due: pair('hạn {days}', 'due {days}'),
  undated: pair('hạn {days}, hoặc không có hạn', 'due {days}, or never'),
  only: pair('chỉ {by} = {value}', 'only {by} = {value}'),
} as const;

function fill(name: keyof typeof texts, language: Language, values: Record<string, string> = {}): string {
  return fillIn(texts[name][language], values);
}

function day({ end, plus }: Bound, language: Language): string {
  const anchor = fill(end, language);
  if (plus === 0) return anchor;
  if (plus === 1) return fill('next', language, { end: anchor });
  if (plus === -1) return fill('previous', language, { end: anchor });
  return fill(plus > 0 ? 'after' : 'before', language, { n: String(Math.abs(plus)), end: anchor });
}

function dates({ from, to }: Window, language: Language): string {
  if (from && to) {
    return fill('between', language, { from: day(from, language), to: day(to, language) });
  }
  if (from) return fill('from', language, { from: day(from, language) });
  return to ? fill('to', language, { to: day(to, language) }) : fill('ever', language);
}

/** How a figure is computed, in words made of its definition: measures, days, due dates, and the part of them that counts. */
export function formulaOf(name: FigureName, language: Language): string {
  const { measures, less, days, due, only } = definitions[name];
  const sum = fill('added', language, { measures: measures.join(' + ') });
  const parts = [less.length > 0 ? `${sum} ${fill('less', language, { measures: less.join(' − ') })}` : sum];
  parts.push(fill('days', language, { days: dates(days, language) }));
  if (due.from || due.to) {
    parts.push(fill(due.undated ? 'undated' : 'due', language, { days: dates(due, language) }));
  }
  if (only) parts.push(fill('only', language, only));
  return `${parts.join('; ')}.`;
}

/** The two figures of a share, as a fraction of their names. */
export function shareOf(name: DerivedName, language: Language): string {
  const { of, base } = derivations[name];
  return `${figureName(of, language)} ÷ ${figureName(base, language)}`;
}
