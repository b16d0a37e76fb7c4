import { expect, it } from 'vitest';
import { speech } from '../i18n/i18n';
import { leftUntil, minuteAt } from './deadline';
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
