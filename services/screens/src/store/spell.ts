import { nounName } from '../i18n/events';
import { figureName } from '../i18n/figures';
import { fillIn } from '../i18n/fill';
import type { Speech } from '../i18n/i18n';
import { type Kind } from '../i18n/memberKinds';
import { members } from '../i18n/members';
import { spelt as said } from '../i18n/told';
import { wordOf } from '../i18n/words';
import type { Text } from '../wire/wire.gen';
import { isObject } from './answer';
import { nameOf } from './control';
import type { Province } from './topology';

/** In which language, of which province. */
export interface Telling {
  readonly speech: Speech;
  readonly province: Province;
}

export type Data = Readonly<Record<string, unknown>>;

export function fill(
  text: Text,
  { language }: Speech,
  values: Readonly<Record<string, string>> = {},
): string {
  return fillIn(text[language], values);
}

/** A value in words. */
export function spell(kind: Kind, value: unknown, data: Data, telling: Telling): string {
  const { speech } = telling;
  if (kind.startsWith('words.')) {
    return wordOf(kind.slice(6), String(value), speech.language) ?? fill(said.other, speech);
  }
  if (kind.startsWith('object.')) return isObject(value) ? spellObject(kind.slice(7), value, telling) : '';
  if (typeof value === 'number') return spellNumber(kind, value, data, telling);
  if (kind === 'layers') return spellLayers(value, speech);
  if (kind === 'rule') return ruleName(asText(value), telling, asText(data['title']));
  return spellText(kind, typeof value === 'boolean' ? String(value) : asText(value), telling);
}

export function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function spellText(kind: Kind, text: string, telling: Telling): string {
  const { speech, province } = telling;
  switch (kind) {
    case 'date':
      return speech.date(text);
    case 'moment':
      return moment(text, telling);
    case 'unit':
      return unitName(text, telling);
    case 'department':
      return departmentName(text, telling);
    case 'agency':
      return nameIn(province.topology.agencies, text, telling);
    case 'indicator':
      return nameIn(province.topology.indicators, text, telling);
    case 'procedure':
      return procedureName(text, telling);
    case 'figure':
      return figureName(text, speech.language);
    case 'subject':
      return subjectName(text, telling);
    case 'dossier':
      return `${nounName('dossier', speech.language) ?? ''} ${text}`;
    case 'incident':
      return `${nounName('incident', speech.language) ?? ''} ${text}`;
    case 'shows':
      return showsName(text, telling);
    case 'kind':
      return wordOf('kind', text.split(':')[0] ?? '', speech.language) ?? fill(said.other, speech);
    case 'role':
      return roleName(text, telling);
    case 'yesNo':
      return fill(text === 'true' ? said.yes : said.no, speech);
    default:
      return speech.told(text);
  }
}

function spellNumber(kind: Kind, value: number, data: Data, telling: Telling): string {
  const { speech } = telling;
  const n = speech.number(value);
  switch (kind) {
    case 'vnd':
      return fill(said.dong, speech, { n });
    case 'days':
      return fill(data['calendar_days'] === true ? said.calendarDays : said.days, speech, { n });
    case 'seconds':
      return spellSeconds(value, speech);
    case 'inches':
      return `${n}″`;
    case 'centimetres':
      return `${speech.decimal(value / 100)}\u00a0m`;
    case 'weekday':
      return wordOf('weekday', String(value), speech.language) ?? n;
    case 'seen':
      return spellSeen(value, numberOf(data['base']), ruleKind(asText(data['rule']), telling), speech);
    case 'threshold':
      return spellThreshold(value, data, telling);
    case 'reported':
      return spellReported(value, asText(data['indicator']), telling);
    default:
      return speech.decimal(value);
  }
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function ruleKind(rule: string, { province }: Telling): string {
  return province.topology.rules.find((one) => one.id === rule)?.kind ?? '';
}

/** How long something is, to the second below two minutes, then to the minute, and from two days on to the day. */
export function spellSeconds(seconds: number, speech: Speech): string {
  if (Math.abs(seconds) < 120) return fill(said.seconds, speech, { n: speech.number(Math.round(seconds)) });
  const minutes = Math.round(seconds / 60);
  if (Math.abs(minutes) < 120) return fill(said.minutes, speech, { n: speech.number(minutes) });
  if (Math.abs(minutes) > 2880)
    return fill(said.calendarDays, speech, { n: speech.number(Math.trunc(minutes / 1440)) });
  return fill(said.clock, speech, {
    h: speech.number(Math.trunc(minutes / 60)),
    n: speech.number(Math.abs(minutes % 60)),
  });
}

/** What a rule saw: a number, its share of another, its growth, or hours of silence. */
export function spellSeen(value: number, base: number, kind: string, speech: Speech): string {
  if (kind === 'silence') return fill(said.hours, speech, { n: speech.number(value) });
  if (base === 0) return speech.decimal(value);
  const values = { value: speech.decimal(value), base: speech.decimal(base), rate: speech.rate(value, base) };
  return fill(kind === 'trend' ? said.trend : said.of, speech, values);
}

function spellThreshold(value: number, data: Data, telling: Telling): string {
  const { speech } = telling;
  if (ruleKind(asText(data['rule']), telling) === 'silence') {
    return fill(said.hoursLimit, speech, { n: speech.number(numberOf(data['base']) || value) });
  }
  return numberOf(data['base']) > 0 ? `${speech.decimal(value)}\u00a0%` : speech.decimal(value);
}

/** A reported value with its unit. */
function spellReported(value: number, indicator: string, { speech, province }: Telling): string {
  const n = speech.decimal(value);
  switch (province.topology.indicators.find((one) => one.id === indicator)?.measured) {
    case 'percent':
      return `${n}\u00a0%`;
    case 'vnd':
      return fill(said.dong, speech, { n });
    case 'hours':
      return fill(said.reportedHours, speech, { n });
    case 'score':
      return fill(said.points, speech, { n });
    default:
      return n;
  }
}

function spellLayers(value: unknown, speech: Speech): string {
  if (!Array.isArray(value)) return '';
  return value
    .map((coverage, i) => {
      const word = wordOf('coverage', String(coverage), speech.language) ?? fill(said.other, speech);
      return fill(said.layer, speech, { n: String(i + 1), word });
    })
    .join(' · ');
}

/** An object in one line: its values, and of its marks their names. */
function spellObject(name: string, value: Record<string, unknown>, telling: Telling): string {
  const language = telling.speech.language;
  const known = members[name] ?? {};
  const parts = Object.entries(value).flatMap(([key, one]) => {
    const member = known[key];
    if (!member || one === '' || one === null) return [];
    if (member.kind === 'mark') return one === true ? [member.name[language]] : [];
    const all = Array.isArray(one) ? one : [one];
    const text = all
      .map((each) => spell(member.kind, each, value, telling))
      .filter(Boolean)
      .join(', ');
    if (!text) return [];
    return [isPlain(member.kind) ? text : `${member.name[language].toLowerCase()} ${text}`];
  });
  return parts.join(' · ');
}

// What says by itself what it is; dates, numbers and times are told with their name.
function isPlain(kind: Kind): boolean {
  return (
    kind.startsWith('words.') ||
    ['text', 'role', 'moment', 'shows', 'kind', 'seconds', 'vnd', 'weekday'].includes(kind)
  );
}

/** The moment of an RFC 3339 time: "04/03/2024 08:02". */
export function moment(text: string, { speech }: Telling): string {
  const millis = Date.parse(text);
  if (Number.isNaN(millis)) return '–';
  return `${speech.date(speech.dayOf(millis))} ${speech.time(millis).slice(0, 5)}`;
}

/** A unit's name, by its id. */
export function unitName(id: string, { speech, province }: Telling): string {
  const view = province.units.get(id);
  return view ? speech.text(view.name) : fill(said.former, speech);
}

function departmentName(id: string, { speech, province }: Telling): string {
  const view = province.views.get(`department/${id}`);
  return view ? speech.text(view.name) : fill(said.unknown, speech);
}

function nameIn(all: readonly { id: string; name: Text }[], id: string, { speech }: Telling): string {
  const found = all.find((one) => one.id === id);
  return found ? speech.text(found.name) : fill(said.unknown, speech);
}

/** A rule's name, by its id; of a rule that is not in the catalogue the `title` of what it raised. */
export function ruleName(id: string, { speech, province }: Telling, title = ''): string {
  const rule = province.topology.rules.find((one) => one.id === id);
  return rule ? speech.text(rule.title) : speech.told(title) || fill(said.unknown, speech);
}

function procedureName(code: string, { province }: Telling): string {
  const name = province.procedures.get(code)?.name;
  return name ? `${name} (${code})` : code;
}

function showsName(address: string, telling: Telling): string {
  const { speech, province } = telling;
  if (address === '') return fill(said.nothing, speech);
  if (address.startsWith('playlist/')) return fill(said.playlist, speech);
  const name = speech.text(nameOf(province, address));
  return name === address || name.startsWith('/') ? fill(said.other, speech) : name;
}

/** Who did something: the name of a role, an agency or a department, where it has one; what somebody wrote as it is written. */
export function roleName(by: string, telling: Telling): string {
  const { language } = telling.speech;
  const { topology, views } = telling.province;
  const named = (topology.agencies.find(({ id }) => id === by) ?? views.get(`department/${by}`))?.name;
  const name = wordOf('role', by, language) ?? named?.[language];
  if (name) return name;
  const told = telling.speech.told(by);
  if (told !== by) return told;
  return /^[a-z0-9]+([-_.:/][a-z0-9]+)+$/.test(by) ? fill(said.role, telling.speech, { id: by }) : by;
}

/** What a subject is called: "alarm/rule/unit/672" is the rule's name and the unit's. */
export function subjectName(subject: string, telling: Telling): string {
  const { speech } = telling;
  const slash = subject.indexOf('/');
  const noun = subject.slice(0, slash);
  const id = subject.slice(slash + 1);
  if (noun === 'unit') {
    const [unit = '', department = ''] = id.split(':');
    return [unitName(unit, telling), department && departmentName(department, telling)]
      .filter(Boolean)
      .join(' · ');
  }
  if (noun === 'alarm') {
    const rule = id.indexOf('/');
    const name = ruleName(id.slice(0, rule), telling, nounName('alarm', speech.language));
    return `${name} · ${subjectName(id.slice(rule + 1), telling)}`;
  }
  if (noun === 'indicator') {
    const [indicator = '', unit = '', issuer = ''] = id.split(':');
    const { topology } = telling.province;
    return [
      nameIn(topology.indicators, indicator, telling),
      unitName(unit, telling),
      nameIn(topology.agencies, issuer, telling),
    ].join(' · ');
  }
  const name = nounName(noun, speech.language) ?? fill(said.unknown, speech);
  if (noun === 'step') {
    const colon = id.lastIndexOf(':');
    return `${name} ${id.slice(colon + 1)} · ${subjectName(`incident/${id.slice(0, colon)}`, telling)}`;
  }
  return noun === 'dossier' || noun === 'incident' ? `${name} ${id}` : name;
}
