import { describe, expect, it } from 'vitest';
import { KindKnownNow, KindShownThen, type Frame, type PastFrame } from '../wire/wire.gen';
import { noFigures } from './frames';
import {
  atMinute,
  clockOf,
  daysLater,
  frameAddress,
  hasEnded,
  heldAt,
  isPastFrame,
  minuteOf,
  pastOf,
} from './past';

const answer: PastFrame = {
  view: 'province',
  position: 4_000_123,
  kind: KindKnownNow,
  minute: '',
  frame: {
    day: '2024-06-15',
    from: '2024-01-01',
    simulated: true,
    figures: { ...noFigures, 'dossiers.received': 279_813 },
  } as Frame,
};

it.each([
  ['province', { from: '', at: '2024-06-15' }, '/api/v1/frames/province?at=2024-06-15'],
  [
    'department/a b/district/672',
    { from: '2024-04-01', at: '2024-06-30T09:05', known: 'now' },
    '/api/v1/frames/department/a%20b/district/672?from=2024-04-01&at=2024-06-30T09%3A05&known=now',
  ],
  ['district/677', { from: '', at: '', position: '59123' }, '/api/v1/frames/district/677?position=59123'],
])('the frame of %s is asked for below /api', (view, past, address) => {
  expect(frameAddress(view, past)).toBe(address);
});

it('a frame is told by its shape', () => {
  expect(isPastFrame(answer)).toBe(true);
  for (const body of [undefined, null, 'Bad Gateway', {}, { frame: {} }, { frame: null, position: 1 }]) {
    expect(isPastFrame(body)).toBe(false);
  }
});

it('what the tiles read stands at the answer’s position, and is the frame', () => {
  const held = heldAt(answer);
  expect([held.position, held.cut, held.changed]).toEqual([4_000_123, 4_000_123, {}]);
  expect([held.frame.day, held.frame.from, held.frame.simulated]).toEqual(['2024-06-15', '2024-01-01', true]);
  expect(held.frame.figures).toEqual(answer.frame.figures);
  expect([held.frame.alarms, held.frame.children]).toEqual([{}, {}]);
});

it.each([
  [answer, { from: '2024-06-01', at: '2024-06-14' }, { from: '2024-06-01', at: '2024-06-15' }],
  [
    { ...answer, minute: '2024-06-15T09:05' },
    { from: '', at: '' },
    { from: '', at: '2024-06-15T09:05', known: 'now' },
  ],
  [
    { ...answer, minute: '2024-06-15T09:05', kind: KindShownThen },
    { from: '', at: '' },
    { from: '', at: '2024-06-15T09:05' },
  ],
  [
    { ...answer, kind: KindShownThen },
    { from: '', at: '', position: '4000123' },
    { from: '', at: '2024-06-15', position: '4000123' },
  ],
])('says of itself what it is of', (come, asked, past) => {
  expect(pastOf(come, asked)).toEqual(past);
});

it.each([
  ['', '2024-06-16', true],
  ['', '2024-06-15', false],
  ['2024-06-15T09:05', '2024-06-16', false],
] as const)(
  'at the minute %j, when the log has reached %s, its day is over: %s',
  (minute, reached, ended) => {
    expect(hasEnded({ ...answer, minute }, reached, { from: '', at: '' })).toBe(ended);
    expect(hasEnded({ ...answer, minute }, reached, { from: '', at: '', position: '41' })).toBe(false);
  },
);

describe('the minute of a day', () => {
  it.each([
    ['2024-06-15', 1440],
    ['2024-06-15T00:00', 0],
    ['2024-06-15T09:05', 545],
    ['2024-06-15T25:00', 1440],
  ])('of %s is %i', (at, minute) => {
    expect(minuteOf({ from: '', at })).toBe(minute);
  });

  it('is moved to', () => {
    const past = { from: '2024-06-01', at: '2024-06-15T09:05', known: 'now' };
    expect(atMinute(past, 600)).toEqual({ ...past, at: '2024-06-15T10:00' });
    expect(atMinute(past, -5)).toEqual({ ...past, at: '2024-06-15T00:00' });
    expect(atMinute(past, 1440)).toEqual({ from: '2024-06-01', at: '2024-06-15' });
    expect(clockOf(1439)).toBe('23:59');
  });

  it('is of its day alone where that was of a position', () => {
    const past = { from: '', at: '2024-06-15', position: '41' };
    expect(atMinute(past, 600)).toEqual({ from: '', at: '2024-06-15T10:00' });
    expect(daysLater(past, 1)).toEqual({ from: '', at: '2024-06-16' });
  });

  it('is the same a day later', () => {
    expect(daysLater({ from: '', at: '2024-06-30T09:05' }, 1).at).toBe('2024-07-01T09:05');
    expect(daysLater({ from: '', at: '2024-07-01' }, -1).at).toBe('2024-06-30');
  });
});
