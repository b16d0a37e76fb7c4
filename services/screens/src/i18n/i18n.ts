import { readDay, writtenDay } from '../store/date';
import type { Text } from '../wire/wire.gen';
import { en } from './en';
import { fillIn } from './fill';
import { vi, type Key, type Messages } from './vi';

export type Language = 'vi' | 'en';
export type { Key };

const messages: Readonly<Record<Language, Messages>> = { vi, en };
const locales: Readonly<Record<Language, string>> = { vi: 'vi-VN', en: 'en-GB' };

/** A language's words, numbers and dates. Dates and times are those of the province's time zone. */
export interface Speech {
  readonly language: Language;
  readonly t: (key: Key, values?: Readonly<Record<string, string | number>>) => string;
  readonly text: (text: Text) => string;
  /** What a source said, in the language that is spoken where the province has it in that; else as it was said. */
  readonly told: (said: string) => string;
  /** 313772 → "313.772". */
  readonly number: (value: number) => string;
  /** 98.63 → "98,63"; at most four decimals. */
  readonly decimal: (value: number) => string;
  /** 3, 8 → "37,5 %"; "–" of nothing. */
  readonly rate: (part: number, base: number) => string;
  /** 103, 100 → "+3,0 %"; 97, 100 → "−3,0 %"; of fewer than 100 by how many: 5, 3 → "+2"; what reads as none: "không đổi". */
  readonly change: (now: number, before: number) => string;
  /** 3 → "+3"; −3 → "−3"; 0 → "không đổi". */
  readonly difference: (by: number) => string;
  /** 45_200_000_000 → { value: "45,2", unit: "tỷ đồng" }. */
  readonly money: (vnd: number) => { value: string; unit: string };
  /** "2024-07-01" → "01/07/2024"; "2024-07-01T09:05" → "09:05 01/07/2024"; "" → "–"; what is no day as it is. */
  readonly date: (day: string) => string;
  /** Unix milliseconds → "2024-07-01". */
  readonly dayOf: (millis: number) => string;
  /** "2024-07-01" → "Thứ Hai, 01/07/2024". */
  readonly weekday: (day: string) => string;
  /** "2024", "2024-Q2", "2024-07" → "Năm 2024", "Quý II/2024", "Tháng 7/2024"; what is no period → "–". */
  readonly period: (name: string) => string;
  /** "2024-07-01" → "T2", "Mon". */
  readonly dayLetters: (day: string) => string;
  /** Unix milliseconds → "14:05:33". */
  readonly time: (millis: number) => string;
  /** Unix milliseconds → "14:05", with the date if it is not today's. */
  readonly moment: (millis: number, now: number) => string;
  /** Unix milliseconds → "14:05, 01/07/2024". */
  readonly stamp: (millis: number) => string;
  /** 125_000 → "2 phút trước". */
  readonly age: (millis: number) => string;
}

/** `phrases` are what sources say in Vietnamese, by it, in English. */
export function speech(
  language: Language,
  timeZone: string,
  phrases: ReadonlyMap<string, string> = new Map(),
): Speech {
  const locale = locales[language];
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const exact = new Intl.NumberFormat(locale, { maximumFractionDigits: 4 });
  const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const dayName = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
  const dayLetters = new Intl.DateTimeFormat(locale, {
    weekday: language === 'vi' ? 'narrow' : 'short',
    timeZone: 'UTC',
  });
  const clock = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZone,
  });
  const minute = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone });
  const wholeDay = new Intl.DateTimeFormat('en-GB', {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    timeZone,
  });
  const isoDay = new Intl.DateTimeFormat('en-CA', { timeZone });
  const localDay = new Intl.DateTimeFormat('en-GB', { day: '2-digit', month: '2-digit', timeZone });

  const t = (key: Key, values: Readonly<Record<string, string | number>> = {}): string =>
    fillIn(messages[language][key], values);

  const difference = (by: number): string =>
    by === 0 ? t('trend.same') : `${sign(by)}${whole.format(Math.abs(by))}`;

  return {
    language,
    t,
    text: (text) => (language === 'en' ? text.en || text.vi : text.vi),
    told: (said) => (language === 'en' ? (phrases.get(said) ?? said) : said),
    number: (value) => whole.format(value),
    decimal: (value) => exact.format(value),
    change: (now, before) => {
      if (before < PERCENT_FROM) return difference(now - before);
      const change = (100 * (now - before)) / before;
      if (Math.round(10 * change) === 0) return t('trend.same');
      return `${sign(change)}${tenths.format(Math.abs(change))}\u00a0%`;
    },
    difference,
    rate: (part, base) => (base > 0 ? `${tenths.format((100 * part) / base)}\u00a0%` : '–'),
    money: (vnd) => money(vnd, language, whole, tenths),
    date: (day) => writtenDay(day) || '–',
    dayOf: (millis) => isoDay.format(millis),
    weekday: (day) =>
      readDay(day) ? `${capital(dayName.format(utc(day)))}, ${writtenDay(day)}` : writtenDay(day) || '–',
    period: (name) => period(name, t, language),
    dayLetters: (day) => dayLetters.format(utc(day)),
    time: (millis) => clock.format(millis),
    moment: (millis, now) =>
      localDay.format(millis) === localDay.format(now)
        ? minute.format(millis)
        : `${minute.format(millis)} ${localDay.format(millis)}`,
    stamp: (millis) => `${minute.format(millis)}, ${wholeDay.format(millis)}`,
    age: (millis) => age(millis, t),
  };
}

/** From how many on a change is told in per cent. */
const PERCENT_FROM = 100;

const sign = (by: number): string => (by < 0 ? '−' : '+');

const MILLION = 1_000_000;
const BILLION = 1_000_000_000;

function money(
  vnd: number,
  language: Language,
  whole: Intl.NumberFormat,
  tenths: Intl.NumberFormat,
): { value: string; unit: string } {
  const size = Math.abs(vnd);
  if (size >= BILLION) {
    const format = size >= 1000 * BILLION ? whole : tenths;
    return { value: format.format(vnd / BILLION), unit: language === 'vi' ? 'tỷ đồng' : 'bn VND' };
  }
  if (size >= MILLION) {
    return { value: tenths.format(vnd / MILLION), unit: language === 'vi' ? 'triệu đồng' : 'm VND' };
  }
  return { value: whole.format(vnd), unit: language === 'vi' ? 'đồng' : 'VND' };
}

function age(millis: number, t: (key: Key, values?: Record<string, number>) => string): string {
  const seconds = Math.floor(millis / 1000);
  if (seconds < 2) return t('age.now');
  if (seconds < 60) return t('age.seconds', { n: seconds });
  if (seconds < 3600) return t('age.minutes', { n: Math.floor(seconds / 60) });
  if (seconds < 48 * 3600) return t('age.hours', { n: Math.floor(seconds / 3600) });
  return t('age.days', { n: Math.floor(seconds / 86400) });
}

const QUARTERS: Readonly<Record<string, string>> = { '1': 'I', '2': 'II', '3': 'III', '4': 'IV' };

function period(
  name: string,
  t: (key: Key, values?: Record<string, string>) => string,
  language: Language,
): string {
  const [, year = '', quarter = '', month = ''] = /^(\d{4})(?:-Q([1-4])|-(\d\d))?$/.exec(name) ?? [];
  if (quarter)
    return t('period.quarter', { n: language === 'vi' ? (QUARTERS[quarter] ?? '') : quarter, year });
  if (month) return t('period.month', { n: language === 'vi' ? String(Number(month)) : month, year });
  return year ? t('period.year', { year }) : '–';
}

function utc(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
