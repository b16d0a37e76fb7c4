import { expect, it } from 'vitest';
import type { View } from '../wire/wire.gen';
import { ownerOf } from './owner';
import { index } from './topology';

const name = (text: string): { vi: string; en: string } => ({ vi: text, en: text });

function view(id: string, unit: string, department = ''): View {
  return {
    id,
    kind: 'x',
    parent: '',
    children: [],
    name: name(id),
    short: name(''),
    unit,
    department,
    lon: 0,
    lat: 0,
    area_km2: 0,
    neighbours: [],
  };
}

const views = [
  view('province', 'p'),
  view('department/d', 'p', 'd'),
  view('department/d/district/1', '1', 'd'),
];
const province = index({
  id: 'p',
  name: name('p'),
  timezone: 'UTC',
  map: '2024-07',
  procedures: [],
  screens: [],
  assumptions: [],
  agencies: [],
  phrases: [],
  programmes: [],
  indicators: [],
  rules: [],
  pages: [],
  owners: { incident: name('SOC') },
  calendar: { weekdays: [], holidays: [], makeup: [] },
  views,
});

it.each([
  ['the department that answers for the noun', 'province', ['incident', 'alarm'], 'SOC'],
  ['the department looked through', 'department/d/district/1', ['dossier'], 'department/d'],
  ['the unit itself', 'province', ['dossier'], 'province'],
])('data are owed by %s', (_, id, nouns, want) => {
  const at = province.views.get(id);
  if (!at) throw new Error(id);
  expect(ownerOf({ province, view: at }, nouns).vi).toBe(want);
});
