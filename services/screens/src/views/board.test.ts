import { expect, it } from 'vitest';
import { noFigures, type Held } from '../store/frames';
import type { Province } from '../store/topology';
import { listsOf } from './board';

const province = { topology: { map: 'base' } } as Province;
const held = { position: 7, cut: 9, changed: {}, frame: { figures: noFigures } } as unknown as Held;

it.each([
  [undefined, '/lists?view=province&figure=dossiers.open&upto=9&map=base'],
  [{ from: '', at: '2024-07-08' }, '/lists?view=province&figure=dossiers.open&at=2024-07-08&upto=9&map=base'],
  [
    { from: '', at: '2024-07-08T09:05' },
    '/lists?view=province&figure=dossiers.open&at=2024-07-08&upto=9&map=base',
  ],
  [{ from: '', at: '2024-07-08T09:05', known: 'now' }, ''],
])('what a figure of %j is made of is at %j', (past, address) => {
  expect(listsOf(province, 'province', held, undefined, past)('dossiers.open')).toBe(address);
});
