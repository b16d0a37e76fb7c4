import { expect, it } from 'vitest';
import type { AlarmCard, Delta, Frame, Hello, Snapshot } from '../wire/wire.gen';
import { behind, complete, confirm, noFigures, nothing, reduce, type Frames } from './frames';
import {
  LONGEST_MILLIS,
  REST_MILLIS,
  rise,
  risenIn,
  sceneOf,
  SETTLED_MILLIS,
  STAND_MILLIS,
  type Rising,
} from './rise';

const card = (raised: number, severity = 'watch'): AlarmCard => ({
  ...{ title: `Báo lúc ${String(raised)}`, rule: 'r', unit: '677', originator: 'unit/677', raised, severity },
  ...{ acknowledged: false, escalated: false, escalated_to: '', figure: '', by: '' },
  ...{ value: 0, base: 0, threshold: 0 },
});

/** A frame with these alarms, of so many that were ever raised. */
function frameOf(
  alarms: Record<string, AlarmCard>,
  raised: number,
  active = Object.keys(alarms).length,
): Frame {
  const figures = { ...noFigures, 'alarms.raised': raised, 'alarms.active': active };
  return complete({ day: '2024-07-01', from: '2024-01-01', alarms, figures });
}

const quiet = frameOf({}, 7);
const one = frameOf({ a: card(1) }, 8);
const two = frameOf({ a: card(1), b: card(2, 'late') }, 9);

it.each([
  ['an alarm that was not there', quiet, one, ['a']],
  ['nothing where they are the same', one, frameOf({ a: card(1) }, 8), []],
  ['nothing when one has been acknowledged', one, frameOf({ a: { ...card(1), acknowledged: true } }, 8), []],
  ['one that went and came again in between', one, frameOf({ a: card(5) }, 9), ['a']],
  [
    'nothing where one comes up because another has gone',
    frameOf({ b: card(2) }, 9, 2),
    frameOf({ a: card(1) }, 9),
    [],
  ],
  [
    'the new one where an old one comes up too',
    frameOf({ b: card(2) }, 9, 2),
    frameOf({ a: card(1), c: card(3) }, 10),
    ['c'],
  ],
  [
    'what rose since the year began',
    one,
    { ...frameOf({ a: card(1), c: card(9) }, 1), from: '2025-01-01' },
    ['c'],
  ],
])('between two frames it is %s that rises', (_, before, after, ids) => {
  expect(risenIn(before, after)).toEqual(ids);
});

it('an alarm holds a wall for a while, and then the wall is its own', () => {
  const rising = rise(undefined, quiet, one, 41, 1000);
  expect(sceneOf(rising, one, 1000)).toMatchObject({ id: 'a', position: 41, isSettled: false, others: 0 });
  expect(sceneOf(rising, one, 1000 + STAND_MILLIS - 1)?.id).toBe('a');
  expect(sceneOf(rising, one, 1000 + STAND_MILLIS)).toBeUndefined();
});

it('of several the worst is shown, and how many others there are', () => {
  const rising = rise(rise(undefined, quiet, one, 41, 1000), one, two, 42, 31_000);
  expect(sceneOf(rising, two, 31_000)).toMatchObject({ id: 'b', position: 42, others: 1 });
  expect(sceneOf(rising, two, 31_000 + STAND_MILLIS - 1)?.id).toBe('b');
  expect(sceneOf(rising, two, 31_000 + STAND_MILLIS)).toBeUndefined();
});

it('one that settles meanwhile says so, and leaves', () => {
  const rising = rise(rise(undefined, quiet, one, 41, 1000), one, frameOf({}, 8), 42, 5000);
  expect(sceneOf(rising, frameOf({}, 8), 5000)).toMatchObject({ id: 'a', isSettled: true });
  expect(sceneOf(rising, frameOf({}, 8), 5000 + SETTLED_MILLIS)).toBeUndefined();
});

it('one that settles leaves the wall to the others at once', () => {
  const held = rise(rise(undefined, quiet, one, 41, 1000), one, two, 42, 2000);
  const rising = rise(held, two, one, 43, 5000);
  expect(sceneOf(rising, one, 5000)).toMatchObject({ id: 'a', isSettled: false, others: 0 });
});

it('many, one after the other, leave the wall to itself after a while', () => {
  let rising: Rising | undefined;
  let before = quiet;
  for (let n = 1; n <= 20; n++) {
    const after = frameOf({ ...before.alarms, [String(n)]: card(n) }, 7 + n);
    rising = rise(rising, before, after, 40 + n, n * 20_000);
    before = after;
    const isHeld = sceneOf(rising, after, n * 20_000) !== undefined;
    const since = (n * 20_000 - 20_000) % (LONGEST_MILLIS + REST_MILLIS);
    expect([n, isHeld]).toEqual([n, since < LONGEST_MILLIS]);
  }
});

const hello: Hello & { type: 'hello' } = {
  ...{ type: 'hello', gateway: 'g', version: '1', province: 'p', log: 'l', head: 40, position: 40 },
};
const first: Snapshot & { type: 'snapshot' } = {
  type: 'snapshot',
  view: 'province',
  position: 40,
  frame: quiet,
};
const rises: Delta & { type: 'delta' } = {
  ...{ type: 'delta', view: 'province', from: 40, to: 41 },
  patch: { alarms: { a: card(1) }, figures: { 'alarms.raised': 8 } },
};

const after = (frames: Frames, ...messages: Parameters<typeof reduce>[1][]): Frames =>
  messages.reduce((held, message) => reduce(held, message, 500).frames, frames);
const risen = (frames: Frames): string[] => Object.keys(frames.views['province']?.rising?.alarms ?? {});

it('what stood in the first frame, or came with the first after the view was asked for again, has not risen', () => {
  expect(risen(after(nothing, hello, { ...first, frame: one }))).toEqual([]);
  expect(risen(after(nothing, hello, first, rises))).toEqual(['a']);
  const again = behind(after(nothing, hello, first), 'province');
  expect(risen(after(again, rises))).toEqual([]);
  expect(risen(after(again, { ...rises, patch: { nouns: {} } }, { ...rises, from: 41, to: 42 }))).toEqual([
    'a',
  ]);
  expect(risen(after(confirm(again, ['province'], 40), rises))).toEqual(['a']);
});
