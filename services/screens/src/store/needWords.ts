import { figureName } from '../i18n/figures';
import type { Key } from '../i18n/i18n';
import type { AlarmCard, Frame, View } from '../wire/wire.gen';
import { alarmName } from './alarmName';
import { daysFrom } from './date';
import { leftUntil } from './deadline';
import { unitName } from './desk';
import { madeOf, needsOf, type About, type Need, type Needs, type Rest } from './needs';
import { isOwed } from './orders';
import type { Desk, Query } from './route';
import type { Province } from './topology';
import { roleName, unitName as formerName, type Telling } from './spell';

/** A need in words. */
export interface Said {
  /** The unit or agency, first. */
  readonly who: string;
  readonly what: string;
  /** The same in few words, for who reads it from afar. */
  readonly brief: string;
  /** From which day on, or by which it is owed: the one date of the matter. */
  readonly since: string;
  /** How long, by the frame's day; "" where `what` says it. */
  readonly age: string;
  /** Who owes it, or has it in hand. */
  readonly taken: string;
  /** The same in few words. */
  readonly takenBrief: string;
  /** Who, what and since when, in one. */
  readonly phrase: string;
}

/** A need in words, on the frame's day. `minute` is how many of the day's have gone: without it what is owed is told by the day it is due. */
export function wordsOf(need: Need, day: string, telling: Telling, minute?: number): Said {
  const { speech } = telling;
  const { about } = need;
  const who = whoOf(about, telling);
  const what = whatOf(need, day, telling, minute);
  const begun = need.since > 0 ? speech.dayOf(need.since) : '';
  const days = begun && day ? daysFrom(begun, day) : 0;
  const dated = isAwaited(about) ? 'due.on' : 'need.since';
  const saysDue =
    about.kind === 'explanation' && !about.isOverdue && isAwaited(about) && minute === undefined;
  const since = begun && !saysDue ? speech.t(dated, { day: speech.date(begun).slice(0, 5) }) : '';
  const joined = about.kind === 'alarm' || about.kind === 'incident' ? `${who}: ${what}` : `${who} ${what}`;
  return {
    who,
    what,
    brief: briefOf(need, telling) ?? what,
    since,
    age: isAwaited(about) ? '' : days > 0 ? speech.t('need.days', { n: days }) : speech.t('today'),
    taken: takenOf(need, telling),
    takenBrief: takenBriefOf(need, telling),
    phrase: about.kind === 'explanation' || !since ? joined : `${joined} ${since}`,
  };
}

/** What a unit owes, and how bad that is. */
export interface Owed {
  readonly what: string;
  readonly severity: Need['severity'];
}

/** What units owe an explanation, the worst of each, by the units' ids. */
export function owedBy(frame: Frame, telling: Telling, minute?: number): Readonly<Record<string, Owed>> {
  const owed = needsOf(frame).list.flatMap((need): [string, Owed][] =>
    need.about.kind === 'explanation' && isOwed(need.about.card)
      ? [
          [
            need.about.card.unit,
            { what: wordsOf(need, frame.day, telling, minute).what, severity: need.severity },
          ],
        ]
      : [],
  );
  return Object.fromEntries(owed.reverse());
}

/** The page of a need's own list or timeline, and what it is asked for. */
export function placeOf({ about, subjects }: Need): readonly [Desk, Query] {
  if (about.kind === 'silence') return ['freshness', { agency: about.agency }];
  return ['timeline', { subject: subjects[0] ?? '' }];
}

function whoOf(about: About, telling: Telling): string {
  const { speech, province } = telling;
  switch (about.kind) {
    case 'alarm':
      return placeName(about.card.unit, departmentOf(about.card.originator), telling);
    case 'explanation':
      return placeName(about.card.unit, about.card.department, telling);
    case 'incident':
      return placeName(about.card.unit, '', telling);
    case 'feed':
      return speech.told(about.card.name);
    case 'steps':
      return speech.text(province.topology.name);
    case 'silence': {
      const agency = province.topology.agencies.find(({ id }) => id === about.agency);
      return agency ? speech.text(agency.short.vi ? agency.short : agency.name) : about.agency;
    }
  }
}

/** The view of a unit, or of a department there where it has one. */
function viewAt(province: Province, unit: string, department: string): View | undefined {
  const whole = province.units.get(unit);
  if (!department) return whole;
  return province.topology.views.find((one) => one.unit === unit && one.department === department) ?? whole;
}

/** The view of what an alarm is about; undefined where that is not on the map. */
export function viewOf({ unit, originator }: AlarmCard, province: Province): View | undefined {
  return viewAt(province, unit, departmentOf(originator));
}

/** "district/672:so-tttt" is about a department there. */
const departmentOf = (originator: string): string => originator.split(':')[1] ?? '';

/** A unit's name, or a department's there. */
function placeName(unit: string, department: string, telling: Telling): string {
  const { province, speech } = telling;
  const view = viewAt(province, unit, department);
  return view ? unitName(province, view, speech) : formerName(unit, telling);
}

/** What stands beside a name in letters that are read from afar; undefined where there is nothing shorter. */
function briefOf({ about, subjects }: Need, telling: Telling): string | undefined {
  const { speech } = telling;
  switch (about.kind) {
    case 'alarm':
      return alarmWhat(about.card, telling);
    case 'incident':
      return speech.t(
        about.card.severity === 'severe' ? 'need.incident.severe.brief' : 'need.incident.brief',
      );
    case 'explanation':
      return isAwaited(about) ? undefined : speech.t('need.explanation.submitted.brief');
    case 'steps':
      return speech.t('need.steps.brief', { n: about.lateSteps });
    case 'silence':
      return speech.t('need.silence.brief', { n: silentFigures(subjects) });
    default:
      return undefined;
  }
}

const silentFigures = (subjects: readonly string[]): number =>
  subjects.filter((one) => one.startsWith('indicator/')).length;

function whatOf(
  { about, subjects }: Need,
  day: string,
  telling: Telling,
  minute: number | undefined,
): string {
  const { speech } = telling;
  switch (about.kind) {
    case 'alarm': {
      const what = alarmWhat(about.card, telling);
      return about.owner ? speech.t('need.longest', { what, who: speech.told(about.owner) }) : what;
    }
    case 'explanation': {
      const { due, status } = about.card;
      if (about.isOverdue) return speech.t('need.explanation.overdue', { n: daysFrom(due, day) });
      if (status === 'submitted') return speech.t('need.explanation.submitted');
      if (minute !== undefined)
        return speech.t('need.explanation.left', { left: leftUntil(due, day, minute, speech) });
      return speech.t('need.explanation.owed', { day: speech.date(due).slice(0, 5) });
    }
    case 'incident': {
      const { severity, title } = about.card;
      const late = about.lateSteps;
      const name = speech.t(severity === 'severe' ? 'need.incident.severe' : 'need.incident', {
        title: speech.told(title),
      });
      return late > 0 ? `${name} · ${speech.t('need.steps', { n: late })}` : name;
    }
    case 'steps':
      return speech.t('need.steps', { n: about.lateSteps });
    case 'feed':
      return speech.t('need.feed');
    case 'silence':
      return silenceWhat(about, silentFigures(subjects), telling);
  }
}

/** How many figures have not been sent, and of which unit: of several the one of which they have been owed longest. */
function silenceWhat(
  { unit, isAlone }: Extract<About, { kind: 'silence' }>,
  n: number,
  telling: Telling,
): string {
  const { speech, province } = telling;
  // Of the province as a whole nothing is added.
  if (isAlone && unit === province.topology.views[0]?.unit) return speech.t('need.silence', { n });
  const place = placeName(unit, '', telling);
  return speech.t(isAlone ? 'need.silence.of' : 'need.silence.most', { n, unit: place });
}

/** What a rule saw, where it saw a figure; else what the alarm is called. */
function alarmWhat(card: AlarmCard, telling: Telling): string {
  const { speech, province } = telling;
  const { figure, value, base } = card;
  const kind = province.topology.rules.find(({ id }) => id === card.rule)?.kind;
  if (!figure || (kind !== 'threshold' && kind !== 'trend')) return alarmName(card, telling);
  const name = lower(figureName(figure, speech.language));
  if (kind === 'trend')
    return speech.t('need.grows', { figure: name, rate: speech.rate(value - base, base) });
  return base > 0 ? `${name} ${speech.rate(value, base)}` : `${speech.decimal(value)}\u00a0${name}`;
}

/** A name within a sentence; one that begins with an abbreviation stays. */
function lower(name: string): string {
  return /^\p{Lu}\p{Lu}/u.test(name) ? name : name.charAt(0).toLowerCase() + name.slice(1);
}

/** What a count is made of, in words: "2 with alarms · 8 figures missing below". */
export function madeOfWords(needs: Needs, { t, number }: Telling['speech']): string {
  const parts = madeOf(needs).map(([part, n]) => t(`made.${part}`, { n: number(n) }));
  return parts.join(' · ');
}

/** A figure's count beyond the cards, in words. */
export function restWords({ figure, value, all }: Rest, { t, number }: Telling['speech']): string {
  return t(`rest.${figure}` as Key, { n: number(value), all: number(all) });
}

/** Whether a unit has yet to explain. */
const isAwaited = (about: About): boolean =>
  about.kind === 'explanation' && about.card.status !== 'submitted';

function takenBriefOf(need: Need, telling: Telling): string {
  const { about } = need;
  if (isAwaited(about)) return telling.speech.t('need.answering.brief');
  return (about.kind === 'alarm' && telling.speech.told(about.owner)) || takenOf(need, telling);
}

function takenOf({ about, alarms, isTaken }: Need, telling: Telling): string {
  const { speech } = telling;
  if (about.kind === 'incident') return lower(speech.t(`incident.${about.card.status}` as Key));
  if (about.kind === 'explanation')
    return speech.t(about.card.status === 'submitted' ? 'need.accepting' : 'need.answering');
  const [alarm] = alarms;
  if (isTaken && alarm?.by) return speech.t('need.taken', { who: roleName(alarm.by, telling) });
  if (isTaken) return speech.t('need.taken.unknown');
  const above = alarms.find(({ escalated }) => escalated);
  if (above) return speech.t('need.escalated', { who: placeName(above.escalated_to, '', telling) });
  return speech.t('need.untaken');
}
