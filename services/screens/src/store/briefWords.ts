import { deskSpeech, type Say } from '../i18n/desk';
import { figureName } from '../i18n/figures';
import type { Frame } from '../wire/wire.gen';
import type { Change } from './brief';
import type { Needs } from './needs';
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

/** The brief in three sentences: what needs somebody, how the last working day was, how the open dossiers stand. */
export function sentencesOf(morning: Morning, telling: Telling): string[] {
  const say = deskSpeech(telling.speech.language);
  return [needing(morning, telling, say), working(morning, telling, say), standing(morning, telling, say)];
}

function needing({ frame, needs }: Morning, telling: Telling, say: Say): string {
  const { speech, province } = telling;
  const values = { day: speech.weekday(frame.day), place: speech.text(province.topology.name) };
  const [worst] = needs.list;
  const n = speech.number(needs.count);
  if (worst)
    return say('brief.says.worst', { ...values, n, worst: wordsOf(worst, frame.day, telling).phrase });
  return needs.count > 0 ? say('brief.says.needs', { ...values, n }) : say('brief.says.calm', values);
}

function working({ last, before, changes }: Morning, { speech }: Telling, say: Say): string {
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
  return say('brief.says.day', {
    day: speech.weekday(last),
    before: speech.weekday(before),
    received: speech.number(received.last),
    change: by(received),
    resolved: speech.number(resolved.last),
    resolvedChange: by(resolved),
    late: speech.number(late.last),
    rate: speech.rate(late.last, resolved.last),
  });
}

function standing({ frame }: Morning, { speech, province }: Telling, say: Say): string {
  const [open, overdue] = [frame.figures['dossiers.open'], frame.figures['dossiers.overdue']];
  const values = {
    open: speech.number(open),
    overdue: speech.number(overdue),
    rate: speech.rate(overdue, open),
  };
  const root = province.topology.views[0];
  const share = (unit: { overdue: number; open: number }): number => unit.overdue / Math.max(1, unit.open);
  const [worst] = root ? unitsWorstFirst(province, root, frame).sort((a, b) => share(b) - share(a)) : [];
  if (!worst || worst.overdue === 0) return say('brief.says.open', values);
  const { view } = worst;
  return say('brief.says.where', {
    ...values,
    unit: speech.text(view.short.vi ? view.short : view.name),
    share: speech.rate(worst.overdue, worst.open),
  });
}

/** How a figure changed: "+12", "−3", "=". */
export function signed({ last, before }: Change, { speech }: Telling): string {
  if (last === before) return '=';
  return `${last > before ? '+' : '−'}${speech.number(Math.abs(last - before))}`;
}

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
      `${figureName(change.figure, speech.language)}: ${speech.number(change.last)} (${signed(change, telling)})`,
  );
  return [
    `${say('desk.brief')} · ${speech.text(province.topology.name)} · ${speech.weekday(frame.day)}`,
    '',
    ...sentencesOf(morning, telling),
    '',
    `${say('brief.standing')} (${speech.number(needs.count)})`,
    ...(needs.count > 0 ? [...rows, ...rest] : [speech.t('tile.incidents.none')]),
    '',
    say('brief.figures', { day: speech.weekday(last), before: speech.weekday(before) }),
    ...days,
    '',
    [say('shell.source', { n: speech.number(position) }), frame.simulated ? `${say('shell.simulated')}.` : '']
      .filter(Boolean)
      .join(' '),
    '',
  ].join('\n');
}
