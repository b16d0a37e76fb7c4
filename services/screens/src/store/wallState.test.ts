import { expect, it } from 'vitest';
import type { DisplayPresence, Show, Timeline } from '../wire/wire.gen';
import { countStates, darkSince, wallState, worstFirst } from './wallState';

const NOW = 1_000_000;
const wall = (name: string, more: Partial<DisplayPresence> = {}, show: Partial<Show> = {}): DisplayPresence =>
  ({
    online: true,
    painting: true,
    painted: NOW - 500,
    since: NOW - 60_000,
    behind: 0,
    blank: false,
    held: false,
    places: [],
    ...more,
    show: { name, steps: [], ...show },
  }) as unknown as DisplayPresence;

const down = wall('Xã', { online: false, painting: false, since: NOW - 9000 });
const hung = wall('Huyện', { painting: false, painted: NOW - 20_000 });
const old = wall('Phòng họp', { behind: 5000 });
const held = wall(
  'Sảnh',
  { held: true },
  {
    steps: [
      { command: 'next', at: 1 },
      { command: 'hold', at: NOW - 7000 },
    ],
  },
);
const dark = wall('Bếp', { blank: true });
const live = wall('An ninh');

it('says how a wall stands and since when', () => {
  expect([down, hung, old, held, dark, live].map((display) => wallState(display, NOW))).toEqual([
    { state: 'down', since: NOW - 9000 },
    { state: 'hung', since: NOW - 20_000 },
    { state: 'behind', since: 0 },
    { state: 'held', since: NOW - 7000 },
    { state: 'blank', since: 0 },
    { state: 'live', since: NOW - 60_000 },
  ]);
});

it('has what somebody has to see to first, and all else by name', () => {
  const names = worstFirst([live, held, dark, old, hung, down], NOW).map(({ show }) => show.name);
  expect(names).toEqual(['Xã', 'Huyện', 'Phòng họp', 'An ninh', 'Bếp', 'Sảnh']);
});

it('counts them, the worst first', () => {
  expect(countStates([live, held, down, live], NOW)).toEqual([
    ['down', 1],
    ['held', 1],
    ['live', 2],
  ]);
});

it('knows since when a wall is dark by its own events, whatever it was told again', () => {
  const told = (at: string, data: object): object => ({ occurred_at: `2024-06-30T${at}:00+07:00`, data });
  const timeline = (next: string, ...events: object[]): Timeline => ({ events, next }) as unknown as Timeline;
  const events = [
    told('08:00', { command: 'blank' }),
    told('09:00', { command: 'unblank' }),
    told('10:00', { command: 'blank' }),
    told('11:00', { command: 'blank', flags: ['repeated'] }),
    told('12:00', { command: 'message' }),
  ];
  expect(darkSince(timeline('', ...events))).toBe(Date.parse('2024-06-30T10:00:00+07:00'));
  expect([darkSince(timeline('more', ...events)), darkSince(timeline(''))]).toEqual([0, 0]);
});
