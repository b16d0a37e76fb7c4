import { expect, it } from 'vitest';
import { speech } from '../i18n/i18n';
import type { Frame } from '../wire/wire.gen';
import { lostWords } from './lost';

const s = speech('vi', 'Asia/Ho_Chi_Minh');
const at = (time: string): number => Date.parse(`${time}:00+07:00`);
const HEARD = at('2026-11-30T10:45');
const NOW = at('2026-11-30T10:57');
const frame = (day: string, occurred: string, simulated: boolean): Frame =>
  ({ day, simulated, nouns: { dossier: { occurred: at(occurred), recorded: HEARD } } }) as unknown as Frame;

it('says since when by a real clock, and up to when the figures go by theirs', () => {
  const simulated = lostWords(frame('2024-07-03', '2024-07-03T14:57', true), HEARD, NOW, s);
  expect(simulated).toEqual({
    says: 'Mất kết nối từ 10:45 (12\u00a0phút trước)',
    until: '14:57',
    known: 'số liệu đến 14:57, giờ mô phỏng',
  });
  const real = lostWords(frame('2026-11-30', '2026-11-30T08:00', false), HEARD, NOW, s);
  expect([real.until, real.known]).toEqual(['10:45', 'số liệu đến 10:45']);
});

it('says the day where nothing tells the time, and that there is nothing where nothing came', () => {
  expect(lostWords(frame('2024-07-03', '2024-06-30T08:00', true), HEARD, NOW, s).known).toBe(
    'số liệu đến 03/07/2024',
  );
  expect(lostWords(undefined, 0, NOW, s)).toEqual({
    says: 'Mất kết nối',
    until: '',
    known: 'chưa có số liệu nào',
  });
});
