import { expect, it } from 'vitest';
import { deskSpeech } from './desk';
import { fillIn } from './fill';

it('values stand in their places, and a word follows its number', () => {
  expect(fillIn('{n} {n:event|events} of {day}{none}', { n: '1', day: 'today' })).toBe('1 event of today');
  expect(fillIn('{n} {n:event|events}', { n: 0 })).toBe('0 events');
  expect(fillIn('{n} {n:event|events}', { n: '1,000' })).toBe('1,000 events');
});

it.each([
  ['timeline.events', '1 event'],
  ['table.rows', '1 row'],
  ['lists.count', '1 entry'],
  ['maps.units', '1 unit'],
] as const)('%s of one is %s', (key, text) => {
  expect(deskSpeech('en')(key, { n: '1' })).toBe(text);
});
