import { expect, it } from 'vitest';
import { parseMessage } from './messages';

it('reads what a gateway says', () => {
  const text =
    '{"type":"heartbeat","head":5,"position":4,"projected":3,"consistent":true,"reason":"","time":1}';
  expect(parseMessage(text)).toEqual({
    type: 'heartbeat',
    head: 5,
    position: 4,
    projected: 3,
    consistent: true,
    reason: '',
    time: 1,
  });
});

it.each(['', 'nonsense', '[]', 'null', '7', '{}', '{"type":"later"}', '{"type":1}'])('ignores %j', (text) => {
  expect(parseMessage(text)).toBeUndefined();
});
