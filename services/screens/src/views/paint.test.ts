import { expect, it } from 'vitest';
import type { UnitRow } from '../store/figures';
import { alarm, at, explanation, frameOf } from '../testing/needs';
import { paint } from './paint';

const row = (view: string, overdue: number, open: number, alarms = 0): UnitRow => ({
  view,
  figures: { 'dossiers.overdue': overdue, 'dossiers.open': open, 'alarms.active': alarms },
});
const judgement = { watch: undefined, late: undefined, minBase: 0 };
const holding = (unit: string): string => `district/${unit}`;

it('shares that are printed alike are of one step', () => {
  const units = [row('a', 310, 10_000), row('b', 314, 10_000), row('c', 100, 10_000), row('d', 500, 10_000)];
  const steps = paint(units, 'dossiers.overdue', frameOf({}), judgement, holding).map((one) => one.className);
  expect(steps[0]).toBe(steps[1]);
  expect(new Set(steps).size).toBe(3);
});

it('a unit is as alarmed as the worst of its alarms, since the oldest of them', () => {
  const units = [
    row('district/1', 0, 9, 2),
    row('district/2', 0, 9, 1),
    row('district/3', 0, 9, 1),
    row('x', 0, 9),
  ];
  const alarms = {
    one: alarm({ unit: '1', severity: 'watch', raised: at('2024-06-20') }),
    two: alarm({ unit: '1', raised: at('2024-06-25') }),
    three: alarm({ unit: '2', severity: 'watch', raised: at('2024-06-26') }),
  };
  const painted = paint(units, 'dossiers.overdue', frameOf({ alarms }), judgement, holding);
  expect(painted.map(({ alarmed, since }) => [alarmed, since])).toEqual([
    ['late', at('2024-06-20')],
    ['watch', at('2024-06-26')],
    ['late', undefined], // what no card tells is not taken for the lesser
    [undefined, undefined],
  ]);
});

it('an alarm has the date of what it is about: as the verdict, the list and the map say it, it is late by the same days', () => {
  const frame = frameOf({
    alarms: { one: alarm({ unit: '1', raised: at('2024-06-29') }) },
    explanations: { 'GT-1': explanation({ unit: '1', alarm: 'alarm/one', due: '2024-06-25' }) },
  });
  const [painted] = paint([row('district/1', 0, 9, 1)], 'dossiers.overdue', frame, judgement, holding);
  expect(painted?.since).toBe(Date.parse('2024-06-25T12:00:00Z'));
});
