/** What a view has to show, as far as it decides the layout. */
export interface Content {
  /** Units below it. */
  readonly units: boolean;
  readonly incidents: boolean;
  readonly models: boolean;
  /** A department's view: its procedures come first. */
  readonly department: boolean;
}

export type TileName = 'map' | 'ranking' | 'funnel' | 'procedures' | 'hours' | 'days' | 'models' | 'incidents';

/** Where a tile stands on the grid below the headline figures; column and row count from 1. */
export interface Place {
  readonly tile: TileName;
  readonly column: number;
  readonly columns: number;
  readonly row: number;
  readonly rows: number;
}

export const COLUMNS = 24;
export const ROWS = 12;

/** Where a view's tiles stand: they fill the grid without overlapping. */
export function layout(content: Content): Place[] {
  if (!content.units) return leaf(content);
  if (content.department) return department(content);
  return content.models ? province(content) : district(content);
}

function province(content: Content): Place[] {
  return [
    ...band(1, 9, [['map', 10]]),
    ...band(10, 3, [['hours', 10]]),
    ...band(1, 6, [['ranking', 7], ['funnel', 7]], 11),
    ...band(7, 3, [['days', 7]], 11),
    ...band(10, 3, [[content.incidents ? 'incidents' : 'procedures', 7]], 11),
    ...band(7, 6, [['models', 7]], 18),
  ];
}

function district(content: Content): Place[] {
  return [
    ...band(1, 7, [['map', 10], ['ranking', 7], ['funnel', 7]]),
    ...band(
      8,
      5,
      content.incidents
        ? [['procedures', 8], ['hours', 5], ['days', 5], ['incidents', 6]]
        : [['procedures', 10], ['hours', 7], ['days', 7]],
    ),
  ];
}

function department(content: Content): Place[] {
  const own: [TileName, number][] = [];
  const columns = content.models && content.incidents ? 5 : 6;
  if (content.models) own.push(['models', columns]);
  if (content.incidents) own.push(['incidents', columns]);
  const left = COLUMNS - own.length * columns;
  const part = Math.ceil(left / 3);
  return [
    ...band(1, 7, [['map', 9], ['procedures', 9], ['ranking', 6]]),
    ...band(8, 5, [['funnel', part], ['hours', part], ['days', left - 2 * part], ...own]),
  ];
}

function leaf(content: Content): Place[] {
  return [
    ...band(1, 7, [['procedures', 15], ['funnel', 9]]),
    ...band(
      8,
      5,
      content.incidents
        ? [['hours', 9], ['days', 9], ['incidents', 6]]
        : [['hours', 12], ['days', 12]],
    ),
  ];
}

// Tiles side by side from a column on, in the given rows.
function band(row: number, rows: number, tiles: readonly [TileName, number][], from = 1): Place[] {
  let column = from;
  return tiles.map(([tile, columns]) => {
    const place = { tile, column, columns, row, rows };
    column += columns;
    return place;
  });
}
