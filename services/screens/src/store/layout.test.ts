import { expect, it } from 'vitest';
import { COLUMNS, layout, ROWS, type Content } from './layout';

const answers = [false, true];
const contents: Content[] = answers.flatMap((units) =>
  answers.flatMap((incidents) =>
    answers.flatMap((models) =>
      answers.flatMap((department) =>
        answers.map((reported) => ({ units, incidents, models, department, reported })),
      ),
    ),
  ),
);

it.each(contents)('fills the whole grid without overlap, no tile twice: %j', (content) => {
  const places = layout(content);
  const used = new Map<string, number>();
  for (const { column, columns, row, rows } of places) {
    for (let x = column; x < column + columns; x++) {
      for (let y = row; y < row + rows; y++) {
        const at = `${String(x)},${String(y)}`;
        used.set(at, (used.get(at) ?? 0) + 1);
      }
    }
  }
  expect([...used.values()].every((times) => times === 1)).toBe(true);
  expect(used.size).toBe(COLUMNS * ROWS);
  expect(new Set(places.map((place) => place.tile)).size).toBe(places.length);
});

it.each(contents.filter((content) => content.incidents && content.units))(
  'shows incidents where there are units and incidents: %j',
  (content) => {
    expect(layout(content).map((place) => place.tile)).toContain('incidents');
  },
);
