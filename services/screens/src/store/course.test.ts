import { expect, it } from 'vitest';
import type { AlarmCard, Rule } from '../wire/wire.gen';
import { courseOf, heightOf, lineOf, watchedBy } from './course';
import { complete, noFigures } from './frames';
import type { Reel } from './replay';

const rule = (kind: string, figure: string, base: string): Rule => ({
  ...{ id: 'r', kind, figure, base, title: { vi: '', en: '' } },
  ...{ severity: 'late', over: [], has_above: true, above: 10, min_base: 20 },
});
const card = (figure: string): AlarmCard => ({
  ...{ title: '', rule: 'r', unit: '677', originator: 'unit/677', raised: 1, severity: 'late', figure },
  ...{ acknowledged: false, escalated: false, escalated_to: '', by: '', value: 12, base: 80, threshold: 10 },
});

it.each([
  [
    'a share',
    'threshold',
    'dossiers.overdue',
    'dossiers.open',
    { figure: 'dossiers.overdue', base: 'dossiers.open', threshold: 10, isFlow: false },
  ],
  [
    'an amount',
    'threshold',
    'steps.overdue',
    '',
    { figure: 'steps.overdue', base: '', threshold: 10, isFlow: false },
  ],
  [
    'one that grows',
    'trend',
    'dossiers.open',
    '',
    { figure: 'dossiers.open', base: '', threshold: undefined, isFlow: false },
  ],
  [
    'what came in a period',
    'threshold',
    'dossiers.resolved_late',
    'dossiers.resolved',
    { figure: 'dossiers.resolved_late', base: 'dossiers.resolved', threshold: undefined, isFlow: true },
  ],
  [
    'what no longer comes',
    'silence',
    'dossiers.received',
    '',
    { figure: 'dossiers.received', base: '', threshold: undefined, isFlow: true },
  ],
  ['an event', 'event', '', '', undefined],
])('of %s it is told what was watched', (_, kind, figure, base, watched) => {
  expect(watchedBy(card(figure), [rule(kind, figure, base)])).toEqual(watched);
});

it.each([
  ['incident/SC-1', 'incidents.open'],
  ['indicator/births:68:so-y-te', 'indicators.silent'],
])('what the event %s has raised goes with the number that it moved', (originator, figure) => {
  const raised = { ...card(''), originator };
  expect(watchedBy(raised, [rule('event', '', '')])).toEqual({
    ...{ figure, base: '', threshold: undefined, isFlow: false },
  });
});

it('of a rule that is not known nothing is told', () => {
  expect(watchedBy(card('dossiers.overdue'), [])).toBeUndefined();
});

const frame = (overdue: number, open: number) =>
  complete({ figures: { ...noFigures, 'dossiers.overdue': overdue, 'dossiers.open': open } });
const reel: Reel = {
  view: 'district/677',
  kind: 'shown_then',
  moments: [
    { minute: 0, position: 40, frame: frame(4, 80) },
    { minute: 500, position: 41, frame: frame(4, 100) },
    { minute: 1000, position: 42, frame: frame(12, 80) },
  ],
};

it('a course has the frames’ values, and is drawn in steps', () => {
  const points = courseOf(reel, {
    figure: 'dossiers.overdue',
    base: 'dossiers.open',
    threshold: 10,
    isFlow: false,
  });
  expect(points).toEqual([
    { minute: 0, value: 4, base: 80 },
    { minute: 500, value: 4, base: 100 },
    { minute: 1000, value: 12, base: 80 },
  ]);
  expect(points.map(heightOf)).toEqual([5, 4, 15]);
  expect(lineOf(points, 1000, 20)).toBe('M0 0.7500H0.5000V0.8000H1.0000V0.2500');
  expect(lineOf(points.slice(0, 2), 1000, 20)).toBe('M0 0.7500H0.5000V0.8000');
  const open = { figure: 'dossiers.open', base: '', threshold: undefined } as const;
  expect(courseOf(reel, { ...open, isFlow: false }).map(heightOf)).toEqual([80, 100, 80]);
  // Of what came the day begins at 0.
  expect(courseOf(reel, { ...open, isFlow: true }).map(heightOf)).toEqual([0, 20, 0]);
});
