import { expect, it } from 'vitest';
import { controlTexts, texts } from './control';

it('has the same places in both languages', () => {
  const places = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  for (const [key, { vi, en }] of Object.entries(texts)) expect(places(en), key).toEqual(places(vi));
});

it('puts values in their places', () => {
  expect(controlTexts('vi')('online', { n: 3, of: 4 })).toBe('3/4 màn hình đang hiện hình');
  expect(controlTexts('en')('online', { n: 3, of: 4 })).toBe('3/4 displays paint');
});
