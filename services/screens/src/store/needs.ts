import type {
  AlarmCard,
  ExplanationCard,
  FeedCard,
  Frame,
  IncidentCard,
  SilenceCard,
  StepCard,
} from '../wire/wire.gen';
import type { LiveFigure } from '../wire/figures.gen';
import { isIncidentOpen, isOverdue } from './orders';

/** What is wrong: each kind has a card of its own, a silence as many as the agency owes figures. */
export type About =
  | { readonly kind: 'incident'; readonly card: IncidentCard; readonly lateSteps: number }
  | { readonly kind: 'explanation'; readonly card: ExplanationCard; readonly isOverdue: boolean }
  /** `owner` is who is longest behind with what the alarm counts, "" where that is nobody's. */
  | { readonly kind: 'alarm'; readonly card: AlarmCard; readonly owner: string }
  | { readonly kind: 'steps'; readonly card: StepCard; readonly lateSteps: number }
  | { readonly kind: 'feed'; readonly card: FeedCard }
  /** `unit` is the one of which figures have been owed longest, `isAlone` whether it is the only one. */
  | { readonly kind: 'silence'; readonly agency: string; readonly unit: string; readonly isAlone: boolean };

/** One thing that needs somebody. */
export interface Need {
  readonly about: About;
  /** All that it stands for, each subject in one need alone: "explanation/GT-1", "alarm/…". It goes by the first. */
  readonly subjects: readonly string[];
  /** The alarms that are of it. */
  readonly alarms: readonly AlarmCard[];
  readonly severity: 'late' | 'watch';
  /** Whether somebody has it in hand: it waits for nobody to begin. */
  readonly isTaken: boolean;
  /** Unix milliseconds; of what is owed the day by which it is due, of an explanation that has come when it came. */
  readonly since: number;
}

/** What a figure counts beyond the cards that its frame has. */
export interface Rest {
  readonly figure: LiveFigure;
  readonly value: number;
  /** All that it counts, those that have cards too. */
  readonly all: number;
}

/** What a count of needs is made of: those that have an alarm, the others by kind, and figures that units below have not sent. */
export type Part = 'alarm' | 'incident' | 'explanation' | 'steps' | 'feed' | 'silence' | 'below';

/** All that needs somebody at a view, at its frame's position. */
export interface Needs {
  /** The worst first. */
  readonly list: readonly Need[];
  readonly rest: readonly Rest[];
  /** Those of the list and those of the rest. */
  readonly count: number;
}

/** Of what is not known yet. */
export const NO_NEEDS: Needs = { list: [], rest: [], count: 0 };

interface Draft {
  about: About;
  subjects: string[];
  alarms: AlarmCard[];
  since: number;
}

/** What is owed is of the day by which it is due: its noon in UTC is of that day wherever people live. */
const noon = (day: string): number => Date.parse(`${day}T12:00:00Z`) || 0;

/** What of a frame needs somebody. */
export function needsOf(frame: Frame): Needs {
  const drafts = [
    ...incidents(frame),
    ...explanations(frame),
    ...lateSteps(frame),
    ...feeds(frame),
    ...silences(frame),
  ];
  for (const [id, card] of Object.entries(frame.alarms)) join(drafts, `alarm/${id}`, card, frame);
  const list = drafts.map(finished).sort(worstFirst);
  const rest = restOf(frame, list);
  return { list, rest, count: list.length + rest.reduce((sum, { value }) => sum + value, 0) };
}

const partOfRest: Readonly<Partial<Record<LiveFigure, Part>>> = {
  'alarms.active': 'alarm',
  'explanations.open': 'explanation',
  'incidents.open': 'incident',
  'steps.overdue': 'steps',
  'feeds.down': 'feed',
};

/** What the count of some needs is the sum of, none of it 0. */
export function madeOf({ list, rest }: Needs): (readonly [Part, number])[] {
  const sums = new Map<Part, number>(PARTS.map((part) => [part, 0]));
  const add = (part: Part, n: number): unknown => sums.set(part, (sums.get(part) ?? 0) + n);
  for (const { about, alarms } of list) add(alarms.length > 0 ? 'alarm' : about.kind, 1);
  for (const { figure, value } of rest) add(partOfRest[figure] ?? 'below', value);
  return [...sums].filter(([, n]) => n > 0);
}

function incidents({ incidents, steps, day }: Frame): Draft[] {
  return Object.entries(incidents)
    .filter(([, card]) => isIncidentOpen(card))
    .map(([id, card]) => {
      const late = Object.entries(steps).filter(([, step]) => step.incident === id && isStepLate(step, day));
      return {
        about: { kind: 'incident', card, lateSteps: late.length },
        subjects: [`incident/${id}`, ...late.map(([step]) => `step/${step}`)],
        alarms: [],
        since: card.opened,
      };
    });
}

/** Late steps of incidents that have no card, or are over. */
function lateSteps({ incidents, steps, day }: Frame): Draft[] {
  const drafts = new Map<string, Draft>();
  for (const [id, card] of Object.entries(steps)) {
    const incident = incidents[card.incident];
    if (!isStepLate(card, day) || (incident && isIncidentOpen(incident))) continue;
    const before = drafts.get(card.incident);
    const subjects = [...(before?.subjects ?? []), `step/${id}`];
    drafts.set(card.incident, {
      about: { kind: 'steps', card, lateSteps: subjects.length },
      subjects,
      alarms: [],
      since: Math.min(before?.since ?? Infinity, noon(card.due)),
    });
  }
  return [...drafts.values()];
}

function isStepLate({ due }: StepCard, day: string): boolean {
  return due !== '' && due < day;
}

function explanations({ explanations, day }: Frame): Draft[] {
  return Object.entries(explanations).map(([id, card]) => ({
    about: { kind: 'explanation', card, isOverdue: isOverdue(card, day) },
    subjects: [`explanation/${id}`],
    alarms: [],
    since: card.status === 'submitted' ? card.changed : noon(card.due),
  }));
}

function feeds({ feeds }: Frame): Draft[] {
  return Object.entries(feeds)
    .filter(([, card]) => !card.up)
    .map(([id, card]) => ({
      about: { kind: 'feed', card },
      subjects: [`feed/${id}`],
      alarms: [],
      since: card.changed,
    }));
}

function silences({ silences }: Frame): Draft[] {
  const drafts: Draft[] = [];
  for (const [id, card] of Object.entries(silences)) {
    silenceOf(drafts, card).subjects.push(`indicator/${id}`);
  }
  return drafts;
}

/** The silence of a card's agency, begun where there is none yet. */
function silenceOf(drafts: Draft[], { issuer, unit, due }: Omit<SilenceCard, 'indicator'>): Draft {
  const since = noon(due) || Infinity;
  const draft = drafts.find(({ about }) => about.kind === 'silence' && about.agency === issuer);
  if (draft?.about.kind !== 'silence') {
    const about = { kind: 'silence', agency: issuer, unit, isAlone: true } as const;
    const begun: Draft = { about, subjects: [], alarms: [], since };
    drafts.push(begun);
    return begun;
  }
  const worst = since < draft.since ? unit : draft.about.unit;
  draft.about = { ...draft.about, unit: worst, isAlone: draft.about.isAlone && unit === draft.about.unit };
  draft.since = Math.min(draft.since, since);
  return draft;
}

/** Puts an alarm to what it is about; where that is nothing else it is a need of its own. */
function join(drafts: Draft[], subject: string, card: AlarmCard, frame: Frame): void {
  const draft = drafts.find((one) => isAbout(card, subject, one)) ?? silent(drafts, card);
  if (!draft) {
    drafts.push({
      about: { kind: 'alarm', card, owner: ownerOf(card, frame) },
      subjects: [subject],
      alarms: [card],
      since: card.raised,
    });
    return;
  }
  draft.subjects.push(subject);
  draft.alarms.push(card);
  // One matter has one date: an explanation's is its own.
  if (draft.about.kind !== 'explanation') draft.since = Math.min(draft.since, card.raised);
}

/** The lead of the model whose milestone has been overdue longest, where an alarm counts these. */
function ownerOf({ figure }: AlarmCard, { models, day }: Frame): string {
  if (figure !== 'models.milestones_overdue') return '';
  const late = Object.values(models).filter(({ next_due }) => next_due !== '' && next_due < day);
  return late.sort((a, b) => a.next_due.localeCompare(b.next_due))[0]?.lead ?? '';
}

/** Whether an alarm is about what a need is about: it says so, the need was ordered from it, or its rule counts what the need is. */
function isAbout(card: AlarmCard, subject: string, { about, subjects }: Draft): boolean {
  if (subjects.includes(card.originator)) return true;
  switch (about.kind) {
    case 'explanation':
      if (about.card.alarm === subject) return true;
      return card.figure === 'explanations.overdue' && about.isOverdue && isOf(card, about.card);
    case 'incident':
    case 'steps':
      return card.figure === 'steps.overdue' && about.lateSteps > 0;
    case 'feed':
      return card.figure.startsWith('feeds.');
    default:
      return false;
  }
}

function isOf({ originator, unit: place }: AlarmCard, { unit, department }: ExplanationCard): boolean {
  return place === unit && (originator.split(':')[1] ?? '') === department;
}

/** The silence that an alarm tells of one figure of: "indicator/births:672:so-y-te". */
function silent(drafts: Draft[], { originator }: AlarmCard): Draft | undefined {
  const [, unit = '', issuer] = /^indicator\/[^:]+:([^:]*):([^:]+)/.exec(originator) ?? [];
  if (!issuer) return undefined;
  const draft = silenceOf(drafts, { issuer, unit, due: '' });
  draft.subjects.push(originator);
  return draft;
}

function finished({ about, subjects, alarms, since }: Draft): Need {
  const isLate = isLateItself(about) || alarms.some(({ severity }) => severity !== 'watch');
  return {
    about,
    subjects,
    alarms,
    since: Number.isFinite(since) ? since : 0,
    severity: isLate ? 'late' : 'watch',
    isTaken: isTaken(about, alarms),
  };
}

function isLateItself(about: About): boolean {
  switch (about.kind) {
    case 'incident':
      return about.card.severity === 'severe' || about.lateSteps > 0;
    case 'explanation':
      return about.isOverdue;
    default:
      return about.kind === 'steps';
  }
}

function isTaken(about: About, alarms: readonly AlarmCard[]): boolean {
  switch (about.kind) {
    case 'incident':
      return about.card.status !== 'open';
    case 'explanation':
      return !about.isOverdue;
    default:
      return alarms.length > 0 && alarms.every(({ acknowledged }) => acknowledged);
  }
}

const PARTS: readonly Part[] = ['alarm', 'incident', 'explanation', 'steps', 'feed', 'silence', 'below'];

const kinds: readonly About['kind'][] = ['incident', 'explanation', 'alarm', 'steps', 'feed', 'silence'];

/** A severe incident, what is late, what is to be watched; of each what nobody has in hand, then by kind, then the oldest. */
function worstFirst(a: Need, b: Need): number {
  const weight = ({ about, severity, isTaken }: Need): number => {
    if (about.kind === 'incident' && about.card.severity === 'severe') return 0;
    return (severity === 'late' ? 1 : 3) + Number(isTaken);
  };
  return (
    weight(a) - weight(b) ||
    kinds.indexOf(a.about.kind) - kinds.indexOf(b.about.kind) ||
    a.since - b.since ||
    (a.subjects[0] ?? '').localeCompare(b.subjects[0] ?? '')
  );
}

/** What each figure counts, less what the list has of it. */
function restOf({ figures, explanations }: Frame, list: readonly Need[]): Rest[] {
  const subjects = list.flatMap((need) => need.subjects);
  const known = (noun: string): number => subjects.filter((one) => one.startsWith(`${noun}/`)).length;
  const counted: [LiveFigure, number][] = [
    ['alarms.active', known('alarm')],
    ['explanations.open', Object.keys(explanations).length],
    ['incidents.open', known('incident')],
    ['steps.overdue', known('step')],
    ['feeds.down', known('feed')],
    ['indicators.silent', known('indicator')],
  ];
  return counted
    .map(([figure, shown]) => ({ figure, value: Math.max(0, figures[figure] - shown), all: figures[figure] }))
    .filter(({ value }) => value > 0);
}
