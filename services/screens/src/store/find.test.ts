import { expect, it } from 'vitest';
import { namedHere } from './find';

it.each([
  ['giai trinh', 'vi', ['explanations'], 'explanations.open'],
  ['diem tin', 'vi', ['brief'], undefined],
  ['explan', 'en', ['explanations'], 'explanations.requested'],
  ['dang qua han', 'vi', [], 'dossiers.overdue'],
] as const)('“%s” in %s finds pages and figures by their words', (typed, language, pages, figure) => {
  const found = namedHere(typed, language, 'province');
  expect(found.pages.map(({ id }) => id)).toEqual(pages);
  expect(found.figures[0]?.id).toBe(figure);
  expect(found.figures.length).toBeLessThanOrEqual(6);
});

it('a figure leads to its list, a page to itself', () => {
  const { figures } = namedHere('dang qua han', 'vi', 'province');
  expect(figures[0]?.url).toBe('/lists?view=province&figure=dossiers.overdue');
  expect(namedHere('diem tin', 'vi', 'province').pages[0]?.url).toBe('/brief');
});
