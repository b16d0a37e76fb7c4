import { describe, expect, it } from 'vitest';
import { speech } from '../i18n/i18n';
import type { Topology, View } from '../wire/wire.gen';
import { ancestors, childHolding, children, index, levelsBelow } from './topology';

function view(id: string, parent: string, children: string[], unit = id, department = ''): View {
  const text = { vi: id, en: id };
  return {
    id,
    kind: '',
    parent,
    children,
    name: text,
    short: text,
    unit,
    department,
    lon: 0,
    lat: 0,
    area_km2: 0,
    neighbours: [],
  };
}

const province = index({
  id: 'p',
  name: { vi: '', en: '' },
  map: 'm',
  timezone: 'UTC',
  procedures: [],
  screens: [],
  assumptions: [],
  agencies: [],
  phrases: [],
  programmes: [],
  indicators: [],
  rules: [],
  pages: [],
  owners: {},
  calendar: { weekdays: [], holidays: [], makeup: [] },
  views: [
    view('province', '', ['district/1', 'district/2'], 'p'),
    view('district/1', 'province', ['commune/11'], '1'),
    view('district/2', 'province', [], '2'),
    view('commune/11', 'district/1', [], '11'),
    view('department/d', 'province', ['department/d/district/1'], 'p', 'd'),
    view('department/d/district/1', 'department/d', [], '1', 'd'),
  ],
} satisfies Topology);

function get(id: string): View {
  const found = province.views.get(id);
  if (!found) throw new Error(`no view ${id}`);
  return found;
}

describe('the tree of views', () => {
  it('names what lies above, top first', () => {
    expect(ancestors(province, get('commune/11')).map((v) => v.id)).toEqual(['province', 'district/1']);
    expect(ancestors(province, get('department/d/district/1')).map((v) => v.id)).toEqual([
      'province',
      'department/d',
    ]);
  });

  it('survives views that name each other as parents', () => {
    const loop = index({
      ...province.topology,
      views: [view('a', 'b', []), view('b', 'a', [])],
    });
    expect(ancestors(loop, view('a', 'b', [])).map((v) => v.id)).toEqual(['b']);
  });

  it('has as many levels as it has', () => {
    expect(['province', 'district/1', 'commune/11'].map((id) => levelsBelow(province, get(id)))).toEqual([
      2, 1, 0,
    ]);
  });

  it('lists children in the order given', () => {
    expect(children(province, get('province')).map((v) => v.id)).toEqual(['district/1', 'district/2']);
  });

  it('finds the child that a unit lies in, through a department too', () => {
    expect(childHolding(province, get('province'), '11')?.id).toBe('district/1');
    expect(childHolding(province, get('department/d'), '11')?.id).toBe('department/d/district/1');
    expect(childHolding(province, get('district/2'), '11')).toBeUndefined();
  });
});

it('says what sources say in English where the province has it in that', () => {
  const { phrases } = index({
    ...{ views: [], procedures: [], screens: [], rules: [] },
    phrases: [{ vi: 'Học bạ số', en: 'Digital school reports' }],
    agencies: [
      { id: 'so-y-te', name: { vi: 'Sở Y tế', en: 'Department of Health' }, short: { vi: 'SYT', en: 'DoH' } },
    ],
  } as unknown as Topology);
  const [vi, en] = [speech('vi', 'UTC', phrases), speech('en', 'UTC', phrases)];
  const said = ['Học bạ số', 'Sở Y tế', 'Máy phát số 2 hết dầu'];
  expect(said.map(vi.told)).toEqual(said);
  expect(said.map(en.told)).toEqual([
    'Digital school reports',
    'Department of Health',
    'Máy phát số 2 hết dầu',
  ]);
});
