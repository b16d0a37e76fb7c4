import { expect, it } from 'vitest';
import { KindShownThen } from '../wire/wire.gen';
import { noFigures } from './frames';
import { factsOf, momentAt, reelAddress, reelOf, REPLAY_MILLIS } from './replay';

const alarm = { unit: '672', title: 'Quá hạn' };
const lines = [
  {
    view: 'province',
    position: 7,
    kind: KindShownThen,
    frame: {
      day: '2024-07-08',
      figures: { 'dossiers.overdue': 3, 'alarms.active': 1 },
      today: {},
      alarms: { a: alarm },
    },
  },
  { minute: 545, position: 9, patch: { today: { 'dossiers.received': 2 }, alarms: { a: null, b: alarm } } },
  {
    minute: 1440,
    position: 12,
    patch: { today: { 'dossiers.received': 5 }, figures: { 'dossiers.overdue': 2 } },
  },
];
const text = (of: readonly unknown[]): string => of.map((line) => JSON.stringify(line) + '\n').join('');

it('a day of a view is asked for below /api', () => {
  expect(reelAddress('district/672', '2024-07-08')).toBe('/api/v1/replays/district/672?at=2024-07-08');
});

it('a replay is the frames of its moments, each the one before with what changed', () => {
  const reel = reelOf(text(lines));
  expect([reel?.view, reel?.kind]).toEqual(['province', 'shown_then']);
  expect(reel?.moments.map(({ minute, position }) => [minute, position])).toEqual([
    [0, 7],
    [545, 9],
    [1440, 12],
  ]);
  expect(
    reel?.moments.map(({ frame }) => [Object.keys(frame.alarms), frame.today['dossiers.received']]),
  ).toEqual([
    [['a'], undefined],
    [['b'], 2],
    [['b'], 5],
  ]);
  expect(reel?.moments[2]?.frame.figures).toEqual({
    ...noFigures,
    'dossiers.overdue': 2,
    'alarms.active': 1,
  });
});

it('what is no replay is none', () => {
  for (const of of ['', 'Bad Gateway', '{}\n', text([lines[0], { minute: 5 }]), text(lines).slice(0, -9)]) {
    expect(reelOf(of), of).toBeUndefined();
  }
});

it('each moment stands equally long, the last to the end', () => {
  expect([0, 19_999, 20_000, 59_999, REPLAY_MILLIS].map((elapsed) => momentAt(elapsed, 3))).toEqual([
    0, 0, 1, 2, 2,
  ]);
  expect(momentAt(0, 0)).toBe(0);
});

it('a day ends with what came on it, and what stood before and after', () => {
  const reel = reelOf(text(lines));
  expect(reel && factsOf(reel)).toEqual([
    { figure: 'dossiers.received', value: 5 },
    { figure: 'dossiers.overdue', value: 2, before: 3 },
    { figure: 'alarms.active', value: 1, before: 1 },
  ]);
});
