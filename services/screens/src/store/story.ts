import { eventName } from '../i18n/events';
import { type Kind, type Member } from '../i18n/memberKinds';
import { members } from '../i18n/members';
import { told as said } from '../i18n/told';
import { words } from '../i18n/words';
import type { Text, TimelineEvent } from '../wire/wire.gen';
import { alarmName } from './alarmName';
import { isObject } from './answer';
import { deskAddress } from './route';
import { asText, fill, moment, roleName, spell, subjectName, type Data, type Telling } from './spell';
import type { Province } from './topology';

/** One thing that an event says, in words; a mark has no value. A list says one thing in each of its lines. */
export interface Line {
  readonly member: string;
  readonly label: string;
  readonly values: readonly string[];
  readonly href: string;
}

/** An event as people read it. What only engineers need is in `technical`, as label and text. */
export interface Told {
  readonly what: string;
  readonly when: string;
  readonly who: string;
  readonly lines: readonly Line[];
  readonly technical: readonly (readonly [string, string])[];
}

/** What an event says, after the one before it: what that one said in the same words is not said again. */
export function tell(event: TimelineEvent, before: TimelineEvent | undefined, telling: Telling): Told {
  const { speech } = telling;
  const noun = event.type.split('.')[0] ?? '';
  const data = isObject(event.data) ? event.data : {};
  const told = changes(data, before?.data);
  const known = members[noun] ?? {};
  return {
    what: eventName(event.type, speech.language),
    when: moment(event.occurred_at, telling),
    who: whoDid(event, data, telling),
    lines: told.flatMap(([name, value]) => {
      const member = known[name];
      return member && name !== 'by' ? line(noun, name, member, value, data, telling) : [];
    }),
    technical: technical(event, data, known, telling),
  };
}

/** What the data says that the data before did not; of a list, what is new in it. A change of status always is one. */
function changes(data: Data, before: unknown): [string, unknown][] {
  const old = isObject(before) ? before : {};
  return Object.entries(data).flatMap(([name, value]): [string, unknown][] => {
    if (name === 'from') return isStatus(data) ? [] : keep(name, value, old);
    if (name === 'to' && isStatus(data)) return [[name, value]];
    return keep(name, value, old);
  });
}

function keep(name: string, value: unknown, old: Data): [string, unknown][] {
  if (name === 'flags' || name === 'told_unit') return [[name, value]]; // of the event, not of the thing
  const was = old[name];
  if (Array.isArray(value) && Array.isArray(was) && value.some(isObject)) {
    const known = new Set(was.map((one) => JSON.stringify(one)));
    const fresh = value.filter((one) => !known.has(JSON.stringify(one)));
    return fresh.length > 0 ? [[name, fresh]] : [];
  }
  return JSON.stringify(value) === JSON.stringify(was) ? [] : [[name, value]];
}

// From and to are statuses, except of a report, whose are the days of its period.
function isStatus(data: Data): boolean {
  return !/^\d{4}-/.test(asText(data['to']));
}

function line(
  noun: string,
  name: string,
  { kind, name: label }: Member,
  value: unknown,
  data: Data,
  telling: Telling,
): Line[] {
  const language = telling.speech.language;
  const say = (values: readonly string[], href = ''): Line[] => [
    { member: name, label: label[language], values, href },
  ];
  if (kind === 'technical' || kind === 'folded' || value === '' || value === null) return [];
  if (kind === 'mark') return value === true ? say([]) : [];
  if (name === 'to' && isStatus(data)) return say([transition(kind, data, telling)]);
  if (name === 'title') return say([telling.speech.told(titleOf(data, telling))]);
  const all = Array.isArray(value) && kind !== 'layers' ? value : [value];
  const spoken = all.map((one) => spell(kind, one, data, telling)).filter(Boolean);
  return spoken.length > 0 ? say(spoken, hrefOf(noun, kind, value, data, telling.province)) : [];
}

function transition(kind: Kind, data: Data, telling: Telling): string {
  const words = ['from', 'to'].flatMap((end) => {
    const value = data[end];
    return value === undefined || value === '' ? [] : [spell(kind, value, data, telling)];
  });
  return words[0] === words[1] ? (words[0] ?? '') : words.join(' → ');
}

/** What the page of a thing is called: what its newest event calls it, or what its subject says. */
export function storyTitle(subject: string, events: readonly TimelineEvent[], telling: Telling): string {
  const data = events.at(-1)?.data;
  if (!isObject(data)) return subjectName(subject, telling);
  const title = titleOf(data, telling);
  const said = title || asText(data['name']) || asText(data['question']);
  return telling.speech.told(said) || subjectName(subject, telling);
}

/** What data says that its thing is called; an alarm in the language that is spoken. */
function titleOf(data: Data, telling: Telling): string {
  const [title, rule, originator] = [asText(data['title']), asText(data['rule']), asText(data['originator'])];
  return rule && title ? alarmName({ title, rule, originator }, telling) : title;
}

function hrefOf(noun: string, kind: Kind, value: unknown, data: Data, province: Province): string {
  const text = asText(value);
  if (text === '') return '';
  if (kind === 'dossier') return deskAddress('timeline', { subject: `dossier/${text}` });
  if (kind === 'incident') return deskAddress('timeline', { subject: `incident/${text}` });
  if (kind === 'subject' && !text.startsWith('unit/')) return deskAddress('timeline', { subject: text });
  return noun === 'alarm' && kind === 'figure' ? listOf(text, data, province) : '';
}

// The list behind an alarm's figure: of its unit, through the department that it looks at.
function listOf(figure: string, data: Data, province: Province): string {
  const [unit = '', department = ''] = asText(data['originator'])
    .replace(/^unit\//, '')
    .split(':');
  const view = province.topology.views.find((one) => one.unit === unit && one.department === department);
  return view ? deskAddress('lists', { figure, view: view.id }) : '';
}

function whoDid(event: TimelineEvent, data: Data, telling: Telling): string {
  const { speech } = telling;
  const by = asText(data['by']);
  if (event.source.startsWith('langbiang/') || /^alarms\./.test(by)) return fill(said.automatic, speech);
  if (by) return roleName(by, telling);
  return fill(event.source.startsWith('/api/') ? said.person : said.source, speech);
}

function technical(
  event: TimelineEvent,
  data: Data,
  known: Readonly<Record<string, Member>>,
  telling: Telling,
): [string, string][] {
  const { speech } = telling;
  const row = (label: Text, text: string): [string, string][] =>
    text ? [[label[speech.language], text]] : [];
  return [
    ...row(said.type, event.type),
    ...row(said.id, event.id),
    ...row(said.from, event.source),
    ...row(said.position, `#${String(event.position)}·${String(event.index)}`),
    ...row(said.counted, event.counted_at === event.occurred_at ? '' : moment(event.counted_at, telling)),
    ...row(said.recorded, moment(event.recorded_at, telling)),
    ...row(said.because, event.causation),
    ...row(said.chain, event.correlation),
    ...row(
      said.attributes,
      rawLines(isObject(event.extensions) ? event.extensions : {}, () => true),
    ),
    ...row(
      said.data,
      rawLines(data, (name) => name in known),
    ),
  ];
}

function rawLines(all: Data, isKnown: (name: string) => boolean): string {
  return Object.entries(all)
    .map(([name, value]) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      return `${isKnown(name) ? '' : '? '}${name} = ${text}`;
    })
    .join('\n');
}

/** The kinds and sets that members use, for the test that every one of them has words. */
export function undefinedSets(): string[] {
  return Object.values(members)
    .flatMap((all) => Object.values(all))
    .flatMap(({ kind }) => {
      if (kind.startsWith('words.')) return words[kind.slice(6)] ? [] : [kind];
      return kind.startsWith('object.') && !members[kind.slice(7)] ? [kind] : [];
    });
}
