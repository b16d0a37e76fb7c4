/** What a view has to show, as far as it decides the layout. */
export interface Content {
  /** Units below it. */
  readonly units: boolean;
  readonly incidents: boolean;
  readonly models: boolean;
  /** Figures that agencies report of the unit itself. */
  readonly reported: boolean;
  /** A department's view: its procedures come first. */
  readonly department: boolean;
}

export type TileName =
  'map' | 'ranking' | 'funnel' | 'procedures' | 'hours' | 'days' | 'models' | 'incidents' | 'reported';

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
  const left: Place[] = content.reported
    ? [...band(1, 7, [['map', 10]]), ...band(8, 5, [['reported', 10]])]
    : [...band(1, 9, [['map', 10]]), ...band(10, 3, [['hours', 10]])];
  return [
    ...left,
    ...band(
      1,
      6,
      [
        ['ranking', 7],
        ['funnel', 7],
      ],
      11,
    ),
    ...band(7, 3, [['days', 7]], 11),
    ...band(10, 3, [[content.incidents ? 'incidents' : 'procedures', 7]], 11),
    ...band(7, 6, [['models', 7]], 18),
  ];
}

function district(content: Content): Place[] {
  return [
    ...band(1, 7, [
      ['map', 10],
      ['ranking', 7],
      ['funnel', 7],
    ]),
    ...band(
      8,
      5,
      content.incidents
        ? [
            ['procedures', 8],
            ['hours', 5],
            ['days', 5],
            ['incidents', 6],
          ]
        : [
            ['procedures', 10],
            ['hours', 7],
            ['days', 7],
          ],
    ),
  ];
}

function department(content: Content): Place[] {
  const hasOwn = content.models || content.incidents;
  const left = [
    ...band(1, 8, [['map', 10]]),
    ...band(9, 4, [
      ['hours', 5],
      ['days', 5],
    ]),
  ];
  if (!hasOwn) {
    return [
      ...left,
      ...band(1, 5, [['procedures', 14]], 11),
      ...band(
        6,
        7,
        [
          ['ranking', 7],
          ['funnel', 7],
        ],
        11,
      ),
    ];
  }
  return [
    ...left,
    ...band(
      1,
      5,
      [
        ['procedures', 7],
        ['funnel', 7],
      ],
      11,
    ),
    ...band(6, 7, [['ranking', 7]], 11),
    ...stack(18, 7, 6, content),
  ];
}

// What a department owns beside dossiers, one above the other down to the last row.
function stack(column: number, columns: number, row: number, content: Content): Place[] {
  const rows = ROWS - row + 1;
  if (!content.models) return [{ tile: 'incidents', column, columns, row, rows }];
  if (!content.incidents) return [{ tile: 'models', column, columns, row, rows }];
  return [
    { tile: 'models', column, columns, row, rows: 4 },
    { tile: 'incidents', column, columns, row: row + 4, rows: rows - 4 },
  ];
}

function leaf(content: Content): Place[] {
  return [
    ...band(1, 7, [
      ['procedures', 15],
      ['funnel', 9],
    ]),
    ...band(
      8,
      5,
      content.incidents
        ? [
            ['hours', 9],
            ['days', 9],
            ['incidents', 6],
          ]
        : [
            ['hours', 12],
            ['days', 12],
          ],
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
