import { expect, it } from 'vitest';
import type { Frame } from '../wire/wire.gen';
import type { Held } from './frames';
import type { Need, Needs } from './needs';
import { verdictOf, type Knowing, type Verdict } from './verdict';

const heldOf = (nouns: object): Held => ({
  position: 1,
  cut: 1,
  changed: {},
  frame: { nouns } as unknown as Frame,
});
const counted = heldOf({ dossier: {} });
const none: Needs = { list: [], rest: [], count: 0 };
const of = (severity: 'late' | 'watch'): Needs => ({ list: [{ severity } as Need], rest: [], count: 1 });
const rest: Needs = { list: [], rest: [{ figure: 'alarms.active', value: 2, all: 2 }], count: 2 };
const live: Knowing = { link: 'live', consistent: true };

it.each<[Verdict, Held | undefined, Needs, Knowing | undefined]>([
  ['normal', counted, none, live],
  ['normal', counted, none, { link: 'live', consistent: null }],
  ['normal', counted, none, undefined],
  ['late', counted, of('late'), live],
  ['watch', counted, of('watch'), live],
  ['watch', counted, rest, live],
  ['loading', undefined, none, live],
  ['loading', undefined, none, { link: 'connecting', consistent: null }],
  ['loading', undefined, none, undefined],
  ['lost', counted, none, { link: 'connecting', consistent: true }],
  ['lost', counted, of('late'), { link: 'lost', consistent: true }],
  ['lost', undefined, none, { link: 'refused', consistent: null }],
  ['differs', counted, none, { link: 'live', consistent: false }],
  ['empty', heldOf({}), none, live],
  ['empty', heldOf({ model: {}, payment: {} }), none, live],
])('is %s, and normal only where that is known (%#)', (want, held, needs, knowing) => {
  expect(verdictOf(held, needs, knowing)).toBe(want);
});
