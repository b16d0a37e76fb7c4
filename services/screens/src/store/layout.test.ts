import { expect, it } from 'vitest';
import { GRIDS, layout, type Content } from './layout';
import type { Layout } from './optics';
import type { Shape } from './shape';

const answers = [false, true];
const contents: Content[] = answers.flatMap((units) =>
  answers.flatMap((incidents) =>
    answers.flatMap((models) =>
      answers.flatMap((department) =>
        answers.flatMap((reported) =>
          [0, 1, 5].map((needs) => ({ units, incidents, models, department, reported, needs })),
        ),
      ),
    ),
  ),
);

const shapes: Shape[] = ['wide', 'panels', 'upright', 'stack'];
const layouts: Layout[] = ['near', 'middle', 'far'];
const boards = shapes.flatMap((shape) =>
  layouts.flatMap((distance) => contents.map((content) => ({ shape, distance, content }))),
);

it.each(boards)('fills the whole grid without overlap, no tile twice: %j', ({ shape, distance, content }) => {
  const places = layout(content, shape, distance);
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
  expect(used.size).toBe(GRIDS[shape].columns * GRIDS[shape].rows);
  expect(new Set(places.map((place) => place.tile)).size).toBe(places.length);
});

const panels = boards.filter(({ shape }) => shape === 'panels');
it.each(panels)('no tile crosses the bezel between two panels: %j', ({ shape, distance, content }) => {
  for (const { column, columns } of layout(content, shape, distance)) {
    expect(Math.ceil(column / 24)).toBe(Math.ceil((column + columns - 1) / 24));
  }
});

it.each(boards.filter(({ shape }) => shape === 'panels' || shape === 'upright'))(
  'has the headline figures among the tiles: %j',
  ({ shape, distance, content }) => {
    expect(layout(content, shape, distance).map((place) => place.tile)).toContain('headlines');
  },
);

it.each(contents.filter((content) => content.incidents && content.units))(
  'shows incidents where there are units and incidents: %j',
  (content) => {
    expect(layout(content).map((place) => place.tile)).toContain('incidents');
  },
);

it.each(boards.filter(({ distance }) => distance !== 'near'))(
  'says from afar what needs somebody, and where: %j',
  ({ shape, distance, content }) => {
    const tiles = layout(content, shape, distance).map((place) => place.tile);
    const isAfar = (shape === 'wide' || shape === 'stack') && distance === 'far';
    expect(tiles).toContain(isAfar && !content.needs ? 'days' : 'incidents');
    expect(tiles).toContain(content.units ? 'ranking' : isAfar ? 'days' : 'procedures');
    expect(tiles.includes('map')).toBe(content.units && distance === 'middle');
    expect(tiles.length).toBeLessThanOrEqual(4);
  },
);

it('a wall for a chair on which little needs somebody shows how it went in the room that is left', () => {
  const content = { units: true, incidents: true, models: true, department: false, reported: false };
  const tilesOf = (needs: number): string[] =>
    layout({ ...content, needs }, 'wide', 'middle').map(({ tile }) => tile);
  expect(tilesOf(2)).toEqual(['map', 'ranking', 'incidents', 'days']);
  expect(tilesOf(3)).toEqual(['map', 'ranking', 'incidents']);
});
