import { expect, test } from 'vitest';
import { noAnswer } from '../net/asking';
import { isHeld, keep, type Row } from './rows';

const list = (...ids: string[]): [string, string][] => ids.map((id) => [id, `${id} now`]);
const shown = (...ids: string[]): Row<string>[] =>
  ids.map((id) => ({ id, card: `${id} before`, isGone: false }));
const told = (rows: Row<string>[]): string[] =>
  rows.map(({ id, card, isGone }) => `${id}: ${card}${isGone ? ', gone' : ''}`);
const holding =
  (...held: string[]) =>
  (id: string): boolean =>
    held.includes(id);

test('a list in which nothing is held is shown as it is', () => {
  expect(told(keep(list('c', 'a'), shown('a', 'b', 'c'), holding()))).toEqual(['c: c now', 'a: a now']);
});

test('a held row that the list has no more stays where it was, as it was, and is gone', () => {
  const rows = keep(list('a', 'c'), shown('a', 'b', 'c'), holding('b'));
  expect(told(rows)).toEqual(['a: a now', 'b: b before, gone', 'c: c now']);
  expect(told(keep(list('a', 'c'), rows, holding('b')))).toEqual([
    'a: a now',
    'b: b before, gone',
    'c: c now',
  ]);
  expect(told(keep(list('a', 'c'), rows, holding()))).toEqual(['a: a now', 'c: c now']);
});

test('a held row that the list moves stays where it was, as it is now, and goes to its place when it is let go', () => {
  const rows = keep(list('b', 'c', 'a'), shown('a', 'b', 'c'), holding('a'));
  expect(told(rows)).toEqual(['a: a now', 'b: b now', 'c: c now']);
  expect(told(keep(list('b', 'c', 'a'), rows, holding()))).toEqual(['b: b now', 'c: c now', 'a: a now']);
});

test('held rows one after the other keep their order, also when what stood before them goes', () => {
  const rows = keep(list('d', 'e'), shown('a', 'b', 'c', 'd'), holding('b', 'c'));
  expect(told(rows)).toEqual(['b: b before, gone', 'c: c before, gone', 'd: d now', 'e: e now']);
});

test('a held row that comes back is gone no more', () => {
  const gone: Row<string>[] = [{ id: 'a', card: 'a before', isGone: true }];
  expect(told(keep(list('a'), gone, holding('a')))).toEqual(['a: a now']);
});

test('a row is held as long as there is something of the person’s on it', () => {
  const rest = { hasForm: false, sent: { kind: 'idle' }, isFresh: false, isUnderPointer: true } as const;
  expect(isHeld(rest)).toBe(false);
  expect(isHeld({ ...rest, hasForm: true })).toBe(true);
  expect(isHeld({ ...rest, sent: { kind: 'sending' } })).toBe(true);
  expect(isHeld({ ...rest, sent: { kind: 'again', times: 2 } })).toBe(true);
  expect(isHeld({ ...rest, sent: { kind: 'unanswered' } })).toBe(true);
  expect(isHeld({ ...rest, sent: { kind: 'refused', problem: noAnswer } })).toBe(true);
});

test('a row whose command was recorded stays for some seconds, and as long as the pointer is on it', () => {
  const done = { hasForm: false, sent: { kind: 'recorded', position: 7 } } as const;
  expect(isHeld({ ...done, isFresh: true, isUnderPointer: false })).toBe(true);
  expect(isHeld({ ...done, isFresh: false, isUnderPointer: true })).toBe(true);
  expect(isHeld({ ...done, isFresh: false, isUnderPointer: false })).toBe(false);
});
