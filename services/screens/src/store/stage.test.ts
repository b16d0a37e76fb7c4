import { expect, it } from 'vitest';
import { layout, type Content } from './layout';
import type { Layout } from './optics';
import type { Shape } from './shape';
import { stageOf } from './stage';

const province: Content = {
  units: true,
  incidents: true,
  models: true,
  reported: true,
  department: false,
  needs: 5,
};
const commune: Content = { ...province, units: false, models: false, reported: false };

it.each<[string, Content, Shape, Layout, number[], string[]]>([
  [
    'the map’s place',
    province,
    'wide',
    'near',
    [1, 10, 1, 8],
    ['reported', 'ranking', 'funnel', 'incidents', 'models'],
  ],
  ['the procedures’ place', commune, 'wide', 'near', [1, 15, 1, 7], ['funnel', 'hours', 'days', 'incidents']],
  ['the whole board', province, 'wide', 'middle', [1, 24, 1, 12], []],
  ['the whole board', province, 'wide', 'far', [1, 24, 1, 12], []],
  ['the whole board', province, 'upright', 'middle', [1, 12, 1, 48], []],
  ['the left panel', province, 'panels', 'middle', [1, 24, 1, 30], ['headlines', 'ranking', 'incidents']],
  [
    'the left panel',
    province,
    'panels',
    'near',
    [1, 24, 1, 30],
    ['headlines', 'ranking', 'funnel', 'procedures', 'incidents', 'models', 'reported'],
  ],
])('an alarm has %s', (_, content, shape, distance, area, around) => {
  const { place, rest } = stageOf(layout(content, shape, distance), shape, distance);
  expect([place.column, place.columns, place.row, place.rows]).toEqual(area);
  expect(rest.map(({ tile }) => tile).sort()).toEqual(around.sort());
});
