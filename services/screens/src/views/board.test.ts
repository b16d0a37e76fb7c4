import { expect, it } from 'vitest';
import { noFigures, type Held } from '../store/frames';
import type { Province } from '../store/topology';
import { listsOf, pagesOf } from './board';

const province = { topology: { map: 'base' } } as Province;
const held = { position: 7, cut: 9, changed: {}, frame: { figures: noFigures } } as unknown as Held;

it.each([
  [undefined, '/lists?view=province&figure=dossiers.open&upto=9&map=base'],
  [{ from: '', at: '2024-07-08' }, '/lists?view=province&figure=dossiers.open&at=2024-07-08&upto=9&map=base'],
  [
    { from: '', at: '2024-07-08T09:05' },
    '/lists?view=province&figure=dossiers.open&at=2024-07-08&upto=9&map=base',
  ],
  [
    { from: '', at: '2024-07-08T09:05', known: 'now' },
    '/lists?view=province&figure=dossiers.open&at=2024-07-08&minute=09%3A05&upto=9&map=base',
  ],
])('what a figure of %j is made of is at %j', (past, address) => {
  expect(listsOf(province, 'province', held, undefined, past)('dossiers.open')).toBe(address);
});

it('opens what a past board is about at its cut, as far as the page heeds that', () => {
  const past = { from: '', at: '2024-07-08T09:05', known: 'now' };
  const page = pagesOf(undefined, past, held);
  expect(page('timeline', { subject: 'alarm/1' })).toBe(
    '/timeline?at=2024-07-08&minute=09%3A05&upto=9&subject=alarm%2F1',
  );
  expect(page('freshness', { agency: 'so-y-te' })).toBe('/freshness?at=2024-07-08&agency=so-y-te');
  expect(page('models')).toBe('/models');
  expect(pagesOf(undefined)('timeline', { subject: 'alarm/1' })).toBe('/timeline?subject=alarm%2F1');
});
