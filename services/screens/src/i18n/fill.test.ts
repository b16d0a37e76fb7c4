import { expect, it } from 'vitest';
import { deskSpeech } from './desk';
import { fillIn, pieces } from './fill';

it('values stand in their places, and a word follows its number', () => {
  expect(fillIn('{n} {n:event|events} of {day}{none}', { n: '1', day: 'today' })).toBe(
    '1\u00a0event of today',
  );
  expect(fillIn('{n} {n:event|events}', { n: 0 })).toBe('0\u00a0events');
  expect(fillIn('{n} {n:event|events}', { n: '1,000' })).toBe('1,000\u00a0events');
});

it('a text in parts names its values, and is the same text', () => {
  const [text, values] = ['{n} {n:event|events} of {day}{none}.', { n: '3', day: 'today' }] as const;
  expect(pieces(text, values)).toEqual([
    { text: '3', name: 'n' },
    { text: '\u00a0', name: '' },
    { text: 'events', name: '' },
    { text: ' ', name: '' },
    { text: 'of ', name: '' },
    { text: 'today', name: 'day' },
    { text: '.', name: '' },
  ]);
});

it.each([
  ['timeline.events', '1\u00a0event'],
  ['table.rows', '1\u00a0row'],
  ['lists.count', '1\u00a0entry'],
  ['maps.units', '1\u00a0unit'],
] as const)('%s of one is %s', (key, text) => {
  expect(deskSpeech('en')(key, { n: '1' })).toBe(text);
});
