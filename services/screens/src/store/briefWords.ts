import { deskPieces, deskSpeech, type DeskKey } from '../i18n/desk';
import { figureName } from '../i18n/figures';
import type { Frame } from '../wire/wire.gen';
import type { Change } from './brief';
import type { Need, Needs } from './needs';
import { restWords, wordsOf } from './needWords';
import type { Telling } from './spell';
import { unitsWorstFirst } from './worst';

/** What the morning brief is made of: a frame, what of it needs somebody, and the last two working days. */
export interface Morning {
  readonly frame: Frame;
  readonly position: number;
  readonly needs: Needs;
  readonly last: string;
  readonly before: string;
  readonly changes: readonly Change[];
}

/** What a part of a sentence opens: all that needs somebody, one of it, or the list of a figure, of a day or of now. */
export type Opens =
  | { readonly kind: 'needs' }
  | { readonly kind: 'need'; readonly need: Need }
  | { readonly kind: 'list'; readonly figure: string; readonly day?: string; readonly view?: string };

/** A part of a sentence; a figure with what it opens. */
export interface Part {
  readonly text: string;
  readonly opens?: Opens | undefined;
}
export type Sentence = readonly Part[];

/** What is said of now: what needs somebody, and how the open dossiers stand. */
export function sentencesOfNow(now: Pick<Morning, 'frame' | 'needs'>, telling: Telling): Sentence[] {
  return [needing(now, telling), standing(now, telling)];
}

/** The brief in three sentences: what needs somebody, how the last working day was, how the open dossiers stand. */
export function sentencesOf(morning: Morning, telling: Telling): Sentence[] {
  return [needing(morning, telling), working(morning, telling), standing(morning, telling)];
}

/** A sentence as it is read aloud. */
export const spoken = (sentence: Sentence): string => sentence.map(({ text }) => text).join('');

function sentence(
  key: DeskKey,
  { speech }: Telling,
  values: Readonly<Record<string, string>>,
  opens: Readonly<Record<string, Opens>>,
): Sentence {
  return deskPieces(speech.language, key, values).map(({ text, name }) => ({ text, opens: opens[name] }));
}

function needing({ frame, needs }: Pick<Morning, 'frame' | 'needs'>, telling: Telling): Sentence {
  const { speech, province } = telling;
  const [worst] = needs.list;
  const values = {
    day: speech.weekday(frame.day),
    place: speech.text(province.topology.name),
    n: speech.number(needs.count),
  };
  if (!worst)
    return sentence(needs.count > 0 ? 'brief.says.needs' : 'brief.says.calm', telling, values, {
      n: { kind: 'needs' },
    });
  const said = { ...values, worst: inSentence(worst, frame.day, telling) };
  return sentence('brief.says.worst', telling, said, {
    n: { kind: 'needs' },
    worst: { kind: 'need', need: worst },
  });
}

/** A need within a sentence: where something happened stands after it, and nowhere if it is of the whole province. */
function inSentence(need: Need, day: string, telling: Telling): string {
  const { speech, province } = telling;
  const { who, what, since, phrase } = wordsOf(need, day, telling);
  if (need.about.kind !== 'alarm' && need.about.kind !== 'incident') return phrase;
  const isEverywhere = who === speech.text(province.topology.name);
  const say = deskSpeech(speech.language);
  return [isEverywhere ? what : say('brief.says.there', { what, place: who }), since]
    .filter(Boolean)
    .join(' ');
}

function working({ last, before, changes }: Morning, telling: Telling): Sentence {
  const { speech } = telling;
  const say = deskSpeech(speech.language);
  const of = (figure: string): Change =>
    changes.find((change) => change.figure === figure) ?? { figure, last: 0, before: 0, isWorse: false };
  const [received, resolved, late] = [
    of('dossiers.received'),
    of('dossiers.resolved'),
    of('dossiers.resolved_late'),
  ];
  const by = (change: Change): string => {
    const n = speech.number(Math.abs(change.last - change.before));
    if (change.last === change.before) return say('brief.says.same');
    return say(change.last > change.before ? 'brief.says.more' : 'brief.says.fewer', { n });
  };
  const list = ({ figure }: Change, day: string): Opens => ({ kind: 'list', figure, day });
  return sentence(
    'brief.says.day',
    telling,
    {
      day: speech.weekday(last),
      before: speech.weekday(before),
      received: speech.number(received.last),
      change: by(received),
      resolved: speech.number(resolved.last),
      resolvedChange: by(resolved),
      late: speech.number(late.last),
      rate: speech.rate(late.last, resolved.last),
    },
    {
      received: list(received, last),
      change: list(received, before),
      resolved: list(resolved, last),
      resolvedChange: list(resolved, before),
      late: list(late, last),
      rate: list(late, last),
    },
  );
}

function standing({ frame }: Pick<Morning, 'frame'>, telling: Telling): Sentence {
  const { speech, province } = telling;
  const [open, overdue] = [frame.figures['dossiers.open'], frame.figures['dossiers.overdue']];
  const values = {
    open: speech.number(open),
    overdue: speech.number(overdue),
    rate: speech.rate(overdue, open),
  };
  const late: Opens = { kind: 'list', figure: 'dossiers.overdue' };
  const opens: Record<string, Opens> = {
    ...{ overdue: late, rate: late },
    open: { kind: 'list', figure: 'dossiers.open' },
  };
  const root = province.topology.views[0];
  const [worst] = root ? unitsWorstFirst(province, root, frame) : [];
  if (!worst || worst.overdue === 0) return sentence('brief.says.open', telling, values, opens);
  const { view } = worst;
  const there = { ...late, view: view.id };
  const said = {
    ...values,
    unit: speech.text(view.short.vi ? view.short : view.name),
    share: speech.rate(worst.overdue, worst.open),
  };
  return sentence('brief.says.where', telling, said, { ...opens, unit: there, share: there });
}

/** By how many a figure changed: "+12", "−3", "unchanged". */
export const changeOf = ({ last, before }: Change, { speech }: Telling): string =>
  speech.difference(last - before);

/** The whole brief as a text that can be read aloud or sent on. */
export function briefText(morning: Morning, telling: Telling): string {
  const { speech, province } = telling;
  const { frame, needs, last, before, changes, position } = morning;
  const say = deskSpeech(speech.language);
  const rows = needs.list.map((need, i) => {
    const { phrase, taken } = wordsOf(need, frame.day, telling);
    return `${String(i + 1)}. ${phrase} (${taken})`;
  });
  const rest = needs.rest.map((one) => `+ ${restWords(one, speech)}`);
  const days = changes.map(
    (change) =>
      `${figureName(change.figure, speech.language)}: ${speech.number(change.last)} (${changeOf(change, telling)})`,
  );
  return [
    `${say('desk.brief')} · ${speech.text(province.topology.name)} · ${speech.weekday(frame.day)}`,
    '',
    ...sentencesOf(morning, telling).map(spoken),
    '',
    `${say('brief.standing')} (${speech.number(needs.count)})`,
    ...(needs.count > 0 ? [...rows, ...rest] : [speech.t('tile.incidents.none')]),
    '',
    say('brief.figures', { day: speech.weekday(last), before: speech.weekday(before) }),
    ...days,
    '',
    [say('brief.source', { n: speech.number(position) }), frame.simulated ? `${say('shell.simulated')}.` : '']
      .filter(Boolean)
      .join(' '),
    '',
  ].join('\n');
}
