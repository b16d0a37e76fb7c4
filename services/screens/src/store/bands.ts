import type { Place, TileName } from './layout';

/** Tiles side by side from a column on, in the given rows. */
export function band(row: number, rows: number, tiles: readonly [TileName, number][], from = 1): Place[] {
  let column = from;
  return tiles.map(([tile, columns]) => {
    const place = { tile, column, columns, row, rows };
    column += columns;
    return place;
  });
}

/** Tiles two by two over an area; the first of an odd number takes both columns. */
export function fill(tiles: readonly TileName[], area: Omit<Place, 'tile'>): Place[] {
  const bands: TileName[][] = [];
  let i = tiles.length % 2;
  if (i === 1) bands.push(tiles.slice(0, 1));
  for (; i < tiles.length; i += 2) bands.push(tiles.slice(i, i + 2));
  let row = area.row;
  return bands.flatMap((names, n) => {
    const rows = Math.ceil((area.row + area.rows - row) / (bands.length - n));
    const made = band(
      row,
      rows,
      names.map((name) => [name, area.columns / names.length]),
      area.column,
    );
    row += rows;
    return made;
  });
}
