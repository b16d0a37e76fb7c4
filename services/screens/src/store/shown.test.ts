import { describe, expect, it } from 'vitest';
import type { PlaylistItem, Show } from '../wire/wire.gen';
import { shownAt } from './shown';

const ZONE = 'Asia/Ho_Chi_Minh';
/** A Monday in Đà Lạt. */
const local = (time: string, day = '2024-07-01'): number => Date.parse(`${day}T${time}+07:00`);
const item = (address: string, seconds: number, more: Partial<PlaylistItem> = {}): PlaylistItem => ({
  address,
  seconds,
  from: '',
  to: '',
  days: [],
  ...more,
});
const ASSIGNED = local('08:00:00');

function show(items: PlaylistItem[], more: Partial<Show> = {}): Show {
  return {
    type: 'show',
    display: 'd',
    paired: true,
    notice: '',
    name: '',
    place: '',
    group: '',
    diagonal: 0,
    distance: 0,
    shows: 'playlist/p',
    assigned: ASSIGNED,
    blank: false,
    steps: [],
    message: null,
    playlist: { id: 'p', name: 'P', items },
    ...more,
  };
}
const steps = (...all: [string, string][]): Partial<Show> => ({
  steps: all.map(([time, command]) => ({ command, at: local(time) })),
});
const at = (told: Show, time: string, day?: string): string => shownAt(told, local(time, day), ZONE).address;

const three = [item('a', 10), item('b', 20), item('c', 30)];

describe('a playlist', () => {
  it('shows its items one after the other from when it was assigned, round and round', () => {
    const told = show(three);
    expect(
      ['08:00:00', '08:00:09', '08:00:10', '08:00:29', '08:00:30', '08:00:59', '08:01:00'].map((t) =>
        at(told, t),
      ),
    ).toEqual(['a', 'a', 'b', 'b', 'c', 'c', 'a']);
  });

  it('begins anew at the province’s midnight', () => {
    expect(at(show(three), '23:59:55')).toBe('c');
    expect(at(show(three), '00:00:09', '2024-07-02')).toBe('a');
  });

  it('goes on past midnight in a window of the day on which that began', () => {
    const told = show([item('night', 10, { from: '22:00', to: '06:00', days: [6] })], { assigned: 0 });
    // 6 July 2024 is a Saturday.
    expect(
      (
        [
          ['05:59:59', '2024-07-06'],
          ['21:59:59', '2024-07-06'],
          ['22:00:00', '2024-07-06'],
          ['23:59:59', '2024-07-06'],
          ['00:00:00', '2024-07-07'],
          ['05:59:59', '2024-07-07'],
          ['06:00:00', '2024-07-07'],
          ['22:00:00', '2024-07-07'],
        ] as const
      ).map(([time, day]) => at(told, time, day)),
    ).toEqual(['', '', 'night', 'night', 'night', 'night', '', '']);
    const sunday = show([item('night', 10, { from: '22:00', to: '06:00', days: [7] })], { assigned: 0 });
    expect(at(sunday, '05:00:00', '2024-07-08'), 'Sunday’s window ends on Monday').toBe('night');
    expect(at(sunday, '05:00:00', '2024-07-07'), 'the night before is Saturday’s').toBe('');
  });

  it('keeps its windows where clocks are changed', () => {
    // Berlin: on Sunday 31 March 2024 the hour from 2 to 3 is left out, on 27 October it comes twice.
    const told = show(
      [
        item('night', 10, { from: '22:00', to: '06:00', days: [6] }),
        item('day', 3600, { from: '06:00', to: '22:00' }),
        item('noon', 3600, { from: '06:00', to: '22:00' }),
      ],
      { assigned: 0 },
    );
    const berlin = (moment: string): string => shownAt(told, Date.parse(moment), 'Europe/Berlin').address;
    expect(berlin('2024-03-31T05:59:59+02:00')).toBe('night');
    expect(berlin('2024-03-31T06:00:00+02:00')).toBe('day');
    expect(berlin('2024-03-31T06:59:59+02:00'), 'a whole hour from the window’s beginning').toBe('day');
    expect(berlin('2024-03-31T07:00:00+02:00')).toBe('noon');
    expect(berlin('2024-10-27T05:59:59+01:00')).toBe('night');
    expect(berlin('2024-10-27T06:59:59+01:00')).toBe('day');
    expect(berlin('2024-10-27T07:00:00+01:00')).toBe('noon');
  });

  it('shows an item at its times of day, on its days of the week', () => {
    const told = show([
      item('morning', 10, { from: '07:30', to: '09:00', days: [1, 2, 3, 4, 5] }),
      item('always', 10),
      item('night', 10, { from: '22:00', to: '06:00' }),
    ]);
    expect(at(told, '08:59:51')).toBe('always');
    expect(at(told, '09:00:05')).toBe('always');
    expect(['07:30:00', '07:30:10', '07:30:20'].map((t) => at(told, t, '2024-07-02'))).toEqual([
      'morning',
      'always',
      'morning',
    ]);
    expect(at(told, '07:30:00', '2024-07-06')).toBe('always');
    expect(['22:00:00', '22:00:10', '22:00:20'].map((t) => at(told, t))).toEqual([
      'always',
      'night',
      'always',
    ]);
    expect(at(told, '00:00:10', '2024-07-02')).toBe('night');
    expect(at(told, '06:00:10', '2024-07-02')).toBe('always');
  });

  it('shows nothing where nothing is due, or where it was deleted', () => {
    const told = show([item('morning', 10, { from: '07:30', to: '09:00' })]);
    expect(at(told, '10:00:00')).toBe('');
    expect(at(show([], { playlist: null }), '10:00:00')).toBe('');
  });
});

describe('commands', () => {
  it('hold stays on the item shown, however long; resume begins it again', () => {
    const told = show(three, steps(['08:00:15', 'hold'], ['08:10:00', 'resume']));
    expect(at(told, '08:00:14')).toBe('b');
    expect(at(told, '08:09:59')).toBe('b');
    expect(shownAt(told, local('08:09:59'), ZONE).held).toBe(true);
    expect(at(told, '08:10:19')).toBe('b');
    expect(at(told, '08:10:20')).toBe('c');
    expect(shownAt(told, local('08:10:20'), ZONE).held).toBe(false);
    const overnight = show(three, steps(['08:00:15', 'hold']));
    expect(at(overnight, '12:00:00', '2024-07-09')).toBe('b');
  });

  it('next begins the item after the one shown, and goes on from it', () => {
    const told = show(three, steps(['08:00:05', 'next'], ['08:00:07', 'next'], ['08:00:08', 'next']));
    expect(
      ['08:00:04', '08:00:05', '08:00:07', '08:00:08', '08:00:17', '08:00:18'].map((t) => at(told, t)),
    ).toEqual(['a', 'b', 'c', 'a', 'a', 'b']);
  });

  it('next while it is held goes one on and stays there', () => {
    const told = show(three, steps(['08:00:15', 'hold'], ['08:01:00', 'next'], ['08:02:00', 'hold']));
    expect(at(told, '08:00:59')).toBe('b');
    expect(at(told, '08:30:00')).toBe('c');
  });

  it('next leaves out what is not due', () => {
    const told = show(
      [item('a', 10), item('evening', 10, { from: '18:00', to: '20:00' }), item('c', 10)],
      steps(['08:00:05', 'next']),
    );
    expect(at(told, '08:00:06')).toBe('c');
  });

  it('do not act before their time', () => {
    expect(at(show(three, steps(['08:00:05', 'next'])), '08:00:04')).toBe('a');
  });
});

it('one address is shown always', () => {
  const told = show([], { shows: '/screens/672', playlist: null });
  expect(shownAt(told, local('03:00:00'), ZONE)).toMatchObject({
    address: '/screens/672',
    item: -1,
    held: false,
  });
});

it('a message stands until its end', () => {
  const message = { text: 'Họp', text_en: '', until: local('09:00:00') };
  expect(shownAt(show(three, { message }), local('08:59:59'), ZONE).message).toEqual(message);
  expect(shownAt(show(three, { message }), local('09:00:00'), ZONE).message).toBeUndefined();
});
