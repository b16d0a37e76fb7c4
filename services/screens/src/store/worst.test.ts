import { expect, it } from 'vitest';
import type { Frame, Topology } from '../wire/wire.gen';
import { index } from './topology';
import { unitsWorstFirst } from './worst';

const ids = ['calm', 'quiet', 'alarmed', 'watch', 'late', 'few'];
const view = (id: string, parent: string, below: string[]) => ({
  ...{ id, parent, unit: id, department: '', kind: 'district', children: below },
});
const rule = (severity: string, above: number) => ({
  ...{ id: severity, kind: 'threshold', figure: 'dossiers.overdue', base: 'dossiers.open' },
  ...{ severity, above, has_above: true, min_base: 20, over: ['district'] },
});
const province = index({
  views: [view('root', '', ids), ...ids.map((id) => view(id, 'root', []))],
  procedures: [],
  agencies: [],
  phrases: [],
  screens: [],
  rules: [rule('late', 10), rule('watch', 5)],
} as unknown as Topology);
const of = (overdue: number, open: number, alarms = 0) => ({
  ...{ 'dossiers.overdue': overdue, 'dossiers.open': open, 'alarms.active': alarms },
});

it('units stand worst first by the share that is overdue; those with too few to be judged come last', () => {
  const frame = {
    children: {
      ...{ calm: of(1, 100), quiet: of(2, 100), alarmed: of(0, 100, 1) },
      ...{ watch: of(60, 1000), late: of(11, 100), few: of(9, 10) },
    },
  } as unknown as Frame;
  const root = province.topology.views[0];
  expect(root && unitsWorstFirst(province, root, frame).map(({ view, level }) => [view.id, level])).toEqual([
    ['late', 'late'],
    ['watch', 'watch'],
    ['quiet', 'normal'],
    ['calm', 'normal'],
    ['alarmed', 'normal'],
    ['few', 'neutral'],
  ]);
});

it('before there is a frame they are there without numbers', () => {
  const root = province.topology.views[0];
  expect(root && unitsWorstFirst(province, root, undefined).map(({ open, level }) => [open, level])).toEqual(
    ids.map(() => [0, 'neutral']),
  );
});
