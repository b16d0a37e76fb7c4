import { expect, it } from 'vitest';
import { speech } from '../i18n/i18n';
import { clockShown, dueBy, leftUntil, minuteAt } from './deadline';
import { complete } from './frames';

const viet = speech('vi', 'Asia/Ho_Chi_Minh');
const english = speech('en', 'Asia/Ho_Chi_Minh');
/** As it is read: a number stays with its unit. */
const read = (words: string): string => words.replaceAll('\u00a0', ' ');
const at = (time: string): number => Date.parse(`${time}+07:00`);

it.each([
  ['2024-07-05', 545, 'còn 4 ngày'],
  ['2024-07-03', 545, 'còn 2 ngày'],
  ['2024-07-02', 545, 'còn 38 giờ 55 phút'],
  ['2024-07-01', 545, 'còn 14 giờ 55 phút'],
  ['2024-07-01', 1248, 'còn 3 giờ 12 phút'],
  ['2024-07-01', 1439, 'còn 1 phút'],
])('until the end of %s, at minute %i of 1 July, it is %s', (due, minute, words) => {
  expect(read(leftUntil(due, '2024-07-01', minute, viet))).toBe(words);
});

it.each([
  ['2024-07-05', 'hạn 05/07/2024', 'due 05/07/2024'],
  ['2024-07-01', 'hạn 01/07/2024', 'due 01/07/2024'],
  ['2024-01-05', 'quá hạn 178 ngày (hạn 05/01/2024)', '178 days overdue (due 05/01/2024)'],
])('what is owed by %s is told on 1 July as “%s”', (due, words, english) => {
  expect(read(dueBy(due, '2024-07-01', viet))).toBe(words);
  expect(read(dueBy(due, '2024-07-01', speech('en', 'Asia/Ho_Chi_Minh')))).toBe(english);
});

it('is said in English', () => {
  expect(['2024-07-05', '2024-07-01'].map((due) => read(leftUntil(due, '2024-07-01', 545, english)))).toEqual(
    ['4 days left', '14 h 55 min left'],
  );
});

const heard = (occurred: number) => ({ position: 1, recorded: 1, occurred });
const frame = complete({
  day: '2024-07-01',
  nouns: {
    dossier: heard(at('2024-07-01T09:05:30')),
    payment: heard(at('2024-07-01T08:00:00')),
    alarm: heard(at('2024-06-30T23:00:00')),
  },
});

it.each([
  ['by the clock where it is the frame’s day', frame, at('2024-07-01T20:48:59'), 1248],
  ['by what happened last where the log has a time of its own', frame, at('2026-11-29T18:00:00'), 545],
  ['none where nothing happened on the day', { ...frame, nouns: {} }, at('2026-11-29T18:00:00'), 0],
])('the minutes of a day that have gone are told %s', (_, of, now, minute) => {
  expect(minuteAt(of, now, viet)).toBe(minute);
});

it.each([
  ['ours on the day that is ours', '2024-07-01T20:48:59', true, { of: 'local', text: '20:48:59' }],
  [
    'that of the data where its day is not ours',
    '2026-11-29T18:00:00',
    true,
    { of: 'simulated', text: '09:05' },
  ],
  ['of data that nobody simulates', '2026-11-29T18:00:00', false, { of: 'data', text: '09:05' }],
])('a head has one clock, %s', (_, now, simulated, clock) => {
  expect(clockShown({ ...frame, simulated }, '2024-07-01', at(now), viet)).toEqual(clock);
});

it('a head has no clock where nothing tells the hour of its day', () => {
  const now = at('2026-11-29T18:00:00');
  expect(clockShown({ ...frame, nouns: {} }, '2024-07-01', now, viet)).toBeUndefined();
  expect(clockShown(undefined, '2024-07-01', now, viet)).toBeUndefined();
  expect(clockShown(frame, '2024-07-02', now, viet)).toBeUndefined();
});
