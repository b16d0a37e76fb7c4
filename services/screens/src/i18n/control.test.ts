import { expect, it } from 'vitest';
import { noAnswer } from '../net/asking';
import { controlTexts, faultOf, texts } from './control';

it('has the same places in both languages', () => {
  const places = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  for (const [key, { vi, en }] of Object.entries(texts)) expect(places(en), key).toEqual(places(vi));
});

it('puts values in their places', () => {
  expect(controlTexts('vi')('online', { n: 3, of: 4 })).toBe('3/4\u00a0màn hình đang hoạt động');
  expect(controlTexts('en')('online', { n: 3, of: 4 })).toBe('3/4\u00a0displays work');
});

it('says why a command was refused as the server does, and nothing of one that was recorded', () => {
  const t = controlTexts('vi');
  const problem = { ...noAnswer, status: 422, code: 'invalid', detail: 'mục 3, thời gian hiện (giây): là 3' };
  expect(faultOf({ kind: 'refused', problem }, t)).toBe(
    'Không thực hiện được: mục 3, thời gian hiện (giây): là 3',
  );
  expect(faultOf({ kind: 'recorded', position: 1 }, t)).toBe('');
});
