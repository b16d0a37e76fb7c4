import { expect, it } from 'vitest';
import { deskSpeech } from './desk';
import { fillIn } from './fill';

it('values stand in their places, and a word follows its number', () => {
  expect(fillIn('{n} {n:event|events} of {day}{none}', { n: '1', day: 'today' })).toBe(
    '1\u00a0event of today',
  );
  expect(fillIn('{n} {n:event|events}', { n: 0 })).toBe('0\u00a0events');
  expect(fillIn('{n} {n:event|events}', { n: '1,000' })).toBe('1,000\u00a0events');
});

it.each([
  ['timeline.events', '1\u00a0event'],
  ['table.rows', '1\u00a0row'],
  ['lists.count', '1\u00a0entry'],
  ['maps.units', '1\u00a0unit'],
] as const)('%s of one is %s', (key, text) => {
  expect(deskSpeech('en')(key, { n: '1' })).toBe(text);
});
