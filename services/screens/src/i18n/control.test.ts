import { expect, it } from 'vitest';
import { controlTexts, faultOf, texts } from './control';

it('has the same places in both languages', () => {
  const places = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  for (const [key, { vi, en }] of Object.entries(texts)) expect(places(en), key).toEqual(places(vi));
});

it('puts values in their places', () => {
  expect(controlTexts('vi')('online', { n: 3, of: 4 })).toBe('3/4 màn hình đang hiện hình');
  expect(controlTexts('en')('online', { n: 3, of: 4 })).toBe('3/4 displays paint');
});

it.each([
  ['invalid', 'data.items[2].seconds', 'mục 3: thời gian hiện quá ngắn hoặc quá dài.'],
  ['invalid', 'shows', 'không có màn hình, trang hay danh sách phát này; có thể vừa bị xóa.'],
  ['invalid', 'data.message.text', 'thông báo trống hoặc quá dài.'],
  ['impossible_transition', '', 'màn hình đã nhận quá nhiều lệnh giữ, tiếp và chuyển; hãy gán lại nội dung.'],
  ['not_found', '', 'không tìm thấy.'],
])('says why %s %s was refused, and keeps what the server said', (code, field, words) => {
  const fault = faultOf({ kind: 'refused', status: 422, code, field, why: 'is wrong' }, controlTexts('vi'));
  expect(fault.words).toBe(`Không thực hiện được: ${words}`);
  expect(fault.details).toBe([field, 'is wrong'].filter(Boolean).join(': '));
});

it('has nothing to say of a command that was recorded', () => {
  expect(faultOf({ kind: 'recorded', position: 1 }, controlTexts('vi')).words).toBe('');
});
