import { expect, it } from 'vitest';
import { deskSpeech } from '../i18n/desk';
import { speech } from '../i18n/i18n';
import { beforeNote, beforePeriod } from './before';

const vi = speech('vi', 'Asia/Ho_Chi_Minh');
const en = speech('en', 'Asia/Ho_Chi_Minh');
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

it('says what a number was on the same dates of the year before, and by how much it is more or less', () => {
  const said = (now: number, before: number | null | undefined): string =>
    plain(beforeNote(now, before, vi, deskSpeech('vi')));
  expect(said(1320, 1200)).toBe('cùng kỳ 1.200 (+10,0 %)');
  expect(said(900, 1200)).toBe('cùng kỳ 1.200 (−25,0 %)');
  expect(said(1200, 1200)).toBe('cùng kỳ 1.200 (không đổi)');
  expect(said(3, 0)).toBe('cùng kỳ 0 (+3)');
  expect(said(0, 0)).toBe('cùng kỳ 0');
  expect(plain(beforeNote(9, 6, en, deskSpeech('en')))).toBe('year before 6 (+3)');
});

it('says nothing where that is not known, which is not 0', () => {
  expect(beforeNote(3, null, vi, deskSpeech('vi'))).toBe('');
  expect(beforeNote(3, undefined, vi, deskSpeech('vi'))).toBe('');
});

it('says once which dates those are, to the minute of a day that is not over, or that there are none', () => {
  const said = (until: string): string =>
    beforePeriod({ from: '2024-03-01', at: '2024-03-16', until }, vi, deskSpeech('vi'));
  expect(said('')).toContain('Cùng kỳ: 01/03/2024 – 16/03/2024.');
  expect(said('09:13')).toContain('Cùng kỳ: 01/03/2024 – 09:13 16/03/2024.');
  expect(beforePeriod(null, vi, deskSpeech('vi'))).toBe('Chưa có số liệu cùng kỳ năm trước.');
});
