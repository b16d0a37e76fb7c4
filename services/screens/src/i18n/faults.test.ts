import { expect, it } from 'vitest';
import { noAnswer } from '../net/asking';
import { whyOf } from './faults';

it('says what the server says, and what nobody has said', () => {
  expect(whyOf({ ...noAnswer, status: 422, detail: 'tên: còn thiếu' }, 'vi')).toBe('tên: còn thiếu');
  expect(whyOf(noAnswer, 'vi')).toBe('máy chủ không trả lời; hãy thử lại sau giây lát.');
  expect(whyOf({ ...noAnswer, status: 502 }, 'en')).toBe('the server does not answer; try again shortly.');
  expect(whyOf({ ...noAnswer, status: 403 }, 'en')).toBe('the server did not take it.');
});
