import type { Speech } from '../i18n/i18n';
import { ownAxes, pageAxes } from '../wire/figures.gen';
import type { Breakdown, Frame, View } from '../wire/wire.gen';
import { daysFrom } from './date';
import type { Crumb } from './heading';
import { apiAddress, deskAddress, withQuery, type Desk, type Query } from './route';
import { ancestors, type Province } from './topology';

/** By what the members of a figure can be kept apart; each is the name of a filter of the read API. */
export const filters = ['procedure', 'field', 'department', 'level', 'aspect', ...ownAxes, 'own'] as const;

/** The value of a filter for what has none; the read API's own word. */
export const NONE = 'none';

/** How many rows a page of a list has. */
export const PAGE = 50;

/** By what, beside the units, a figure is told apart on its page. */
export function axesOf(figure: string): readonly string[] {
  return pageAxes[figure.split('.')[0] ?? ''] ?? ['day'];
}

/** The cut at which a page stands: its period, its position and the map of its units; "" where the newest is meant. */
export function cutOf(query: Query): Query {
  return pick(query, ['from', 'at', 'minute', 'upto', 'map']);
}

/** Only these members, and of them those that say something. */
export function pick(query: Query, names: readonly string[]): Query {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = query[name];
      return value ? [[name, value]] : [];
    }),
  );
}

/** The filters of a query that say something. */
export function filtersOf(query: Query): Query {
  return pick(query, filters);
}

/** What the read API is asked about a figure: the cut, the filters, and what else. */
export function question(query: Query, more: Query = {}): Query {
  return { ...pick(query, ['figure']), ...cutOf(query), ...filtersOf(query), ...more };
}

/** The address of the list behind a number: below where one stands, at the position of the answer it was read from. */
export function listAddress(query: Query, change: Query): string {
  return deskAddress('lists', { ...query, cursor: '', row: '', by: '', ...change });
}

/** The API's address of a page's list. */
export function listApi(query: Query): string {
  return apiAddress('lists', query['view'] ?? '', {
    ...question(query),
    cursor: query['cursor'] ?? '',
    limit: String(PAGE),
  });
}

/** The address of the events of one thing, which keeps the way that led there. */
export function timelineAddress(query: Query, subject: string): string {
  return deskAddress('timeline', { ...query, cursor: '', row: '', by: '', subject });
}

/** The same page of now: without a period's end, without a position. */
export function nowAddress(desk: Desk, query: Query): string {
  return deskAddress(desk, {
    ...query,
    from: '',
    at: '',
    minute: '',
    known: '',
    upto: '',
    cursor: '',
    row: '',
  });
}

/** Whether a page stands still at a period's end or at a position. */
export function standsStill(query: Query): boolean {
  return Boolean(query['at'] ?? query['upto']);
}

/** What of a cut each page heeds; of now alone are those that heed nothing. A timeline keeps the whole cut of the list that led to it. */
const heeds: Readonly<Partial<Record<Desk, readonly string[]>>> = {
  needs: ['from', 'at'],
  lists: ['from', 'at', 'minute', 'upto', 'map'],
  timeline: ['from', 'at', 'minute', 'upto', 'map'],
  reports: ['from', 'at', 'upto', 'map'],
  payments: ['from', 'at', 'upto'],
  scorecard: ['upto'],
  freshness: ['from', 'at'],
  maps: ['from', 'at'],
};

/** What an address asks of the cut that its page does not heed. The map that is in force, `map`, is everywhere. */
export function unheeded(desk: Desk, query: Query, map: string): Query {
  const asked = Object.keys(cutOf(query)).filter((name) => !heeds[desk]?.includes(name));
  return pick(
    query,
    asked.filter((name) => name !== 'map' || query['map'] !== map),
  );
}

/** Of a cut, what a page heeds. */
export function heeded(desk: Desk, cut: Query): Query {
  return pick(cut, heeds[desk] ?? []);
}

/** Whether a page has no past. */
export function knowsOnlyNow(desk: Desk): boolean {
  return heeds[desk] === undefined;
}

/** The way down to a list: the figure of every unit above, then filter by filter. `name` names a filter's value. */
export function listCrumbs(
  province: Province,
  query: Query,
  speech: Speech,
  name: (filter: string, value: string) => string,
): Crumb[] {
  const view = province.views.get(query['view'] ?? '');
  // The screen from which one came goes along, so that an idle wall finds home.
  const bare: Record<string, string> = { ...pick(query, ['figure', 'screen']), ...cutOf(query) };
  const way = view ? [...ancestors(province, view), view] : [];
  // What lies above the screen's own view was never on the way.
  const top = province.screens.get(query['screen'] ?? '')?.view;
  const units = way.slice(
    Math.max(
      0,
      way.findIndex((unit) => unit.id === top),
    ),
  );
  const crumbs: Crumb[] = units.map((unit) => ({
    label: unitName(province, unit, speech),
    address: deskAddress('lists', { ...bare, view: unit.id }),
  }));
  let sofar: Record<string, string> = { ...bare, view: query['view'] ?? '' };
  for (const [filter, value] of Object.entries(filtersOf(query))) {
    sofar = { ...sofar, [filter]: value };
    crumbs.push({ label: name(filter, value), address: deskAddress('lists', sofar) });
  }
  return crumbs;
}

/** The name of a view's unit, with its department's where it is seen through one. */
export function unitName(province: Province, view: View, speech: Speech): string {
  const root = province.views.get(`department/${view.department}`);
  const name = speech.text(view.short.vi ? view.short : view.name);
  return root && root.id !== view.id
    ? `${name} · ${speech.text(root.short.vi ? root.short : root.name)}`
    : name;
}

/** What a breakdown's row is asked for: a unit's own view, or the same view with one more filter; `at` is the last day of the breakdown. */
export function rowQuery(by: string, row: { key: string; view: string }, at = ''): Query {
  if (by === 'unit') return row.view ? { view: row.view } : { own: 'true' };
  // Of another day than its own a minute says nothing.
  if (by === 'day') return { from: row.key, at: row.key, ...(row.key === at ? {} : { minute: '' }) };
  return { [by]: row.key === '' ? NONE : row.key };
}

/** Whether a breakdown's row opens a list: a withheld one does not, nor the days of a stock, which are changes. */
export function opens(
  { by, standing }: Pick<Breakdown, 'by' | 'standing'>,
  row: { key: string; withheld: boolean },
): boolean {
  return !row.withheld && !(by === 'day' && (row.key === '' || standing));
}

/** The newest time at which anything happened that a frame counts, by the sources' clocks; 0 for none. */
export function lastHappened(frame: Frame | undefined): number {
  return Math.max(0, ...Object.values(frame?.nouns ?? {}).map((noun) => noun.occurred));
}

/**
 * The time of a command given now (Unix milliseconds), as the API takes it: the clock's, or where the log's day is another day
 * than the clock's in the province, the newest time of that day; never before `after`, the last event of what the command is about. An
 * event of a day that the log has not reached would count on that day alone.
 */
export function commandTime(frame: Frame | undefined, now: number, timeZone: string, after = 0): string {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone }).format(now);
  const base = !frame?.day || frame.day === today ? now : (lastHappened(frame) || now) + 1;
  return new Date(Math.max(base, after + 1)).toISOString();
}

/** By how many days a thing of a list was late at the list's end; 0 where it was not, or the list is of what happened. */
export function daysLate(
  { standing, at }: { standing: boolean; at: string },
  { due }: { due: string },
): number {
  return standing && due !== '' ? Math.max(0, daysFrom(due, at)) : 0;
}

/** The periods that can be chosen with one tap, that of `day` each; the last day is never after `day`. */
export function periods(
  day: string,
): { id: 'day' | 'month' | 'quarter' | 'year'; from: string; at: string }[] {
  if (!day) return [];
  const [year = '', month = ''] = day.split('-');
  const quarter = String(Math.floor((Number(month) - 1) / 3) * 3 + 1).padStart(2, '0');
  return [
    { id: 'year', from: `${year}-01-01`, at: day },
    { id: 'quarter', from: `${year}-${quarter}-01`, at: day },
    { id: 'month', from: `${year}-${month}-01`, at: day },
    { id: 'day', from: day, at: day },
  ];
}

/** The periods that a scorecard is made of: the year of a day, its quarters and its months that have begun, newest first. */
export function scorePeriods(day: string): string[] {
  if (!day) return [];
  const [year = '', month = ''] = day.split('-');
  const months = Number(month);
  const quarters = Math.ceil(months / 3);
  return [
    year,
    ...Array.from({ length: quarters }, (_, i) => `${year}-Q${String(quarters - i)}`),
    ...Array.from({ length: months }, (_, i) => `${year}-${String(months - i).padStart(2, '0')}`),
  ];
}

/** The period that a scorecard opens with: the last quarter of the day's year that has ended, or else the month under way. */
export function openingPeriod(day: string): string {
  const all = scorePeriods(day);
  const quarters = all.filter((name) => name.includes('Q'));
  return quarters[1] ?? all.find((name) => /^\d{4}-\d{2}$/.test(name)) ?? '';
}

/** A subject's parts: "alarm/rule/unit/677" → noun "alarm", id "rule/unit/677". */
export function subjectParts(subject: string): { noun: string; id: string } {
  const slash = subject.indexOf('/');
  return slash < 0
    ? { noun: subject, id: '' }
    : { noun: subject.slice(0, slash), id: subject.slice(slash + 1) };
}

/** The API's address of the events of one thing. */
export function timelineApi(query: Query): string {
  const { noun, id } = subjectParts(query['subject'] ?? '');
  const path = id.split('/').map(encodeURIComponent).join('/');
  return withQuery(`/api/v1/timeline/${encodeURIComponent(noun)}/${path}`, {
    ...pick(query, ['upto', 'cursor']),
  });
}
