import { describe, expect, it } from 'vitest';
import type { DisplayPresence, Screen, Topology, View } from '../wire/wire.gen';
import {
  addressChoices,
  clockOf,
  conditionOf,
  groupsOf,
  heldOf,
  nameOf,
  obeys,
  roundOf,
  showing,
} from './control';
import { index } from './topology';

const view = (id: string, parent = '', department = ''): Partial<View> => ({
  id,
  parent,
  department,
  children: [],
  unit: id,
  name: { vi: `vi ${id}`, en: `en ${id}` },
});
const screen: Screen = {
  id: '672',
  title: 'Đà Lạt',
  title_en: 'Da Lat',
  kind: 'district',
  view: 'district/672',
  url: '/screens/672',
  assumed: false,
};
const province = index({
  views: [
    view('province'),
    view('district/672', 'province'),
    view('commune/1', 'district/672'),
    view('department/x', 'province', 'x'),
  ],
  procedures: [],
  agencies: [],
  phrases: [],
  rules: [],
  pages: ['brief', 'scorecard'],
  screens: [screen],
} as unknown as Topology);

const display = (more: Partial<DisplayPresence>, group = '', steps: string[] = []): DisplayPresence =>
  ({
    online: true,
    painting: true,
    showing: '',
    ...more,
    show: { group, steps: steps.map((command, at) => ({ command, at })) },
  }) as DisplayPresence;

describe('addresses', () => {
  it('are the screens, the pages, and the views down to the districts', () => {
    const { screens, replays, pages, views } = addressChoices(province);
    expect(replays.map(({ value }) => value)).toEqual(['/screens/672?replay=today']);
    expect(nameOf(province, '/screens/672?replay=today').en).toBe('Da Lat · 60 seconds');
    expect(pages.map(({ value }) => value)).toEqual(['/brief', '/scorecard']);
    expect(pages[1]?.name.vi).toBe('Bộ chỉ số 766');
    expect(nameOf(province, '/brief').en).toBe('Morning brief');
    expect(screens.map(({ value }) => value)).toEqual(['/screens/672']);
    expect(views.map(({ value }) => value)).toEqual(['/views/province', '/views/district/672']);
  });

  it('have names', () => {
    expect(nameOf(province, '/screens/672').vi).toBe('Đà Lạt');
    expect(nameOf(province, '/views/commune/1').en).toBe('en commune/1');
    expect(nameOf(province, '/screens/none').vi).toBe('/screens/none');
  });
});

it('a screen is shown by the displays that say so now', () => {
  const all = [
    display({ showing: '/screens/672' }),
    display({ showing: '/views/district/672' }),
    display({ showing: '/screens/672', painting: false }),
    display({ showing: '/views/province' }),
  ];
  expect(showing(screen, all)).toEqual(all.slice(0, 2));
});

it('a display fares as it paints, not as it is connected', () => {
  const of = (more: Partial<DisplayPresence>): string =>
    conditionOf(display({ painted: 0, since: 0, ...more }), 60_000);
  expect(of({ painted: 59_000 })).toBe('painting');
  expect(of({ painting: false, painted: 40_000 })).toBe('hung');
  expect(of({ painting: false, since: 55_000 })).toBe('starting');
  expect(of({ painting: false, since: 40_000 })).toBe('hung');
  expect(of({ painting: false, online: false, painted: 59_000 })).toBe('down');
});

it('groups are those of the displays, none last', () => {
  expect(groupsOf([display({}), display({}, 'sảnh'), display({}, 'họp'), display({}, 'họp')])).toEqual([
    'họp',
    'sảnh',
    '',
  ]);
});

it('a display is held until it is told to go on', () => {
  expect(heldOf(display({}, '', ['hold', 'next']))).toBe(true);
  expect(heldOf(display({}, '', ['hold', 'resume', 'next']))).toBe(false);
});

it('a round is the sum of its items', () => {
  const items = [30, 60].map((seconds) => ({ address: '', seconds, from: '', to: '', days: [] }));
  expect(roundOf({ id: '', name: '', items })).toBe(90);
  expect([clockOf(90), clockOf(3600), clockOf(5)]).toEqual(['1:30', '1:00:00', '0:05']);
});

it('a display obeys when it has painted what it was told by then', () => {
  const told = {
    shows: '/screens/672',
    blank: false,
    message: { text: 'Họp', text_en: '', until: 9000 },
    playlist: null,
    steps: [{ command: 'hold', at: 5000 }],
  };
  const at = (painted: number, more: Partial<DisplayPresence> = {}, change: object = {}): boolean =>
    obeys(
      {
        ...display({
          painted,
          showing: '/screens/672',
          item: 0,
          held: false,
          blank: false,
          covered: true,
          ...more,
        }),
        show: { ...told, ...change } as unknown as DisplayPresence['show'],
      },
      'Asia/Ho_Chi_Minh',
    );
  expect(at(4000)).toBe(true);
  expect(at(6000)).toBe(false); // it was held meanwhile
  expect(at(6000, { held: true })).toBe(true);
  expect(at(9000, { held: true })).toBe(false); // the message was over
  expect(at(9000, { held: true, covered: false })).toBe(true);
  expect(at(4000, { showing: '/screens/673' })).toBe(false);
  expect(at(4000, {}, { blank: true })).toBe(false);
  expect(at(4000, { blank: true, showing: '' }, { blank: true })).toBe(true);
  expect(at(0)).toBe(false); // nothing was painted yet
});
