import { expect, it } from 'vitest';
import type { Frame, ModelCard, Topology } from '../wire/wire.gen';
import {
  byStatus,
  districtsOf,
  isMilestoneLate,
  modelGroups,
  models,
  modelStatuses,
  statusRank,
} from './models';
import { index } from './topology';

const card = (status: string): ModelCard => ({
  name: '',
  status,
  lead: '',
  sites: 0,
  reason: '',
  coordinating: [],
  beneficiaries: 0,
  site_units: [],
  next: '',
  next_due: '',
});
const frame = {
  models: { MH10: card('blocked'), MH9: card('completed'), MH1: card('completed') },
} as unknown as Frame;

it('has all models in the order of their numbers', () => {
  expect(models(frame).map((model) => model.id)).toEqual(['MH1', 'MH9', 'MH10']);
  expect(models(undefined)).toEqual([]);
});

it('counts every model in its status once', () => {
  expect(byStatus(models(frame))).toEqual([
    { status: 'completed', count: 2 },
    { status: 'blocked', count: 1 },
  ]);
  expect(modelGroups.flatMap(({ statuses }) => [...statuses]).sort()).toEqual([...modelStatuses].sort());
  expect([statusRank('proposed'), statusRank('maintained'), statusRank('?')]).toEqual([0, 6, -1]);
});

it.each([
  ['2024-06-29', true],
  ['2024-06-30', false],
  ['', false],
])('a milestone due %s is late on 30 June: %s', (due, late) => {
  expect(isMilestoneLate({ next_due: due }, '2024-06-30')).toBe(late);
});

it('names the districts in which the sites are, each once', () => {
  const name = (vi: string) => ({ vi, en: vi });
  const view = (id: string, parent: string, children: string[], unit: string) => ({
    ...{ id, parent, children, unit, department: '', name: name(unit), short: name(id) },
  });
  const province = index({
    views: [
      view('province', '', ['district/1', 'district/2'], '68'),
      view('district/1', 'province', ['commune/11'], '1'),
      view('district/2', 'province', [], '2'),
      view('commune/11', 'district/1', [], '11'),
    ],
    procedures: [],
    agencies: [],
    phrases: [],
    screens: [],
    rules: [],
    pages: [],
  } as unknown as Topology);
  expect(districtsOf(province, ['1', '11'])).toEqual({ names: [name('district/1')], areAll: false });
  expect(districtsOf(province, ['11', '2'])).toMatchObject({ areAll: true });
  expect(districtsOf(province, ['68', 'x']).names).toEqual([name('province'), name('x')]);
  expect(districtsOf(province, [])).toEqual({ names: [], areAll: false });
});
