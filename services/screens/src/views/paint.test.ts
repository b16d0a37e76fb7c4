import { expect, it } from 'vitest';
import type { UnitRow } from '../store/figures';
import type { Frame } from '../wire/wire.gen';
import { paint } from './paint';

const row = (view: string, overdue: number, open: number, alarms = 0): UnitRow => ({
  view,
  figures: { 'dossiers.overdue': overdue, 'dossiers.open': open, 'alarms.active': alarms },
});
const judgement = { watch: undefined, late: undefined, minBase: 0 };
const frameOf = (alarms: unknown): Frame => ({ alarms }) as unknown as Frame;
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
    one: { unit: '1', severity: 'watch', raised: 5 },
    two: { unit: '1', severity: 'late', raised: 7 },
    three: { unit: '2', severity: 'watch', raised: 6 },
  };
  const painted = paint(units, 'dossiers.overdue', frameOf(alarms), judgement, holding);
  expect(painted.map(({ alarmed, since }) => [alarmed, since])).toEqual([
    ['late', 5],
    ['watch', 6],
    ['late', undefined], // what no card tells is not taken for the lesser
    [undefined, undefined],
  ]);
});
