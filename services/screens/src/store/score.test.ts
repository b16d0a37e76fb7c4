import { expect, it } from 'vitest';
import { deskSpeech } from '../i18n/desk';
import { speech } from '../i18n/i18n';
import type { Scorecard } from '../wire/wire.gen';
import { gradeNote, gradesInWords, lostOf, mostLost, worstFirst } from './score';

const s = speech('vi', 'Asia/Ho_Chi_Minh');
const say = deskSpeech('vi');
const points = (value: number): string => value.toFixed(2).replace('.', ',');
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');
const grade = (id: string, from: number, vi: string) => ({ id, from, name: { vi, en: vi } });
const grades = [grade('excellent', 90, 'Xuất sắc'), grade('good', 80, 'Tốt'), grade('weak', 0, 'Yếu')];
const card = (key: string, percent: number | null): Scorecard =>
  ({ key, percent, points: percent, base: 100, graded: percent, groups: [] }) as unknown as Scorecard;

it('the cards stand worst first, those of which nothing is known last', () => {
  const cards = [card('a', 92), card('b', null), card('c', 79.5), card('d', 92), card('e', null)];
  expect(worstFirst(cards).map(({ key }) => key)).toEqual(['c', 'a', 'd', 'b', 'e']);
});

it('a card says how far the grade above is; the best by how much they are', () => {
  const note = (percent: number, own: (typeof grades)[number] | undefined): string =>
    plain(gradeNote({ ...card('a', percent), grade: own ?? null }, grades, points, s, say));
  expect(note(88.8, grades[1])).toBe('còn 1,20 điểm để đạt Xuất sắc');
  expect(note(50, grades[2])).toBe('còn 30,00 điểm để đạt Tốt');
  expect(note(92.25, grades[0])).toBe('trên mức 90: 2,25 điểm');
  expect(note(0, undefined)).toBe('');
});

it('tells where most points were lost', () => {
  const group = (code: string, got: number | null, base: number) => ({ code, points: got, base });
  const groups = [group('A', 16, 18), group('B', null, 0), group('C', 18.5, 22)];
  expect(mostLost({ ...card('a', 80), groups } as unknown as Scorecard)?.code).toBe('C');
  expect(mostLost(card('a', 80))).toBeUndefined();
  expect([lostOf(card('a', 92)), lostOf(card('b', null))]).toEqual([8, null]);
});

it('says the grades with their bounds', () => {
  expect(plain(gradesInWords(grades, s, say))).toBe(
    'Xếp loại theo phần điểm đạt được: Xuất sắc từ 90 %, Tốt từ 80 %, Yếu dưới 80 %.',
  );
});
