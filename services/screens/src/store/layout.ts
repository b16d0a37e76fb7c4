import { band, fill } from './bands';
import type { Layout } from './optics';
import type { Shape } from './shape';

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
  /** How many need somebody; Infinity while that is not known. */
  readonly needs: number;
}

export type TileName =
  | 'headlines'
  | 'map'
  | 'ranking'
  | 'funnel'
  | 'procedures'
  | 'hours'
  | 'days'
  | 'models'
  | 'incidents'
  | 'reported';

/** Where a tile stands on its board's grid; column and row count from 1. */
export interface Place {
  readonly tile: TileName;
  readonly column: number;
  readonly columns: number;
  readonly row: number;
  readonly rows: number;
}

/** A board's grid. On a wide one the headline figures stand above it, on the others they are one of its tiles. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
}

export const GRIDS: Readonly<Record<Shape, Grid>> = {
  wide: { columns: 24, rows: 12 },
  stack: { columns: 24, rows: 12 }, // its order alone counts
  panels: { columns: 72, rows: 30 },
  upright: { columns: 12, rows: 48 },
};

/** Where a view's tiles stand: they fill the grid without overlapping. Read from farther away there are fewer. */
export function layout(content: Content, shape: Shape = 'wide', distance: Layout = 'near'): Place[] {
  if (distance !== 'near') return distant(content, shape, distance);
  if (shape === 'panels') return panels(content);
  if (shape === 'upright') return upright(content);
  if (!content.units) return leaf(content);
  if (content.department) return department(content);
  return content.models ? province(content) : district(content);
}

/** Needs that half a tile's height has room for. */
const FEW = 2;

// Where, and what needs somebody; from a chair the map beside the ranking, and where there is none also how it went.
function distant(content: Content, shape: Shape, distance: Layout): Place[] {
  const where: TileName = content.units ? 'ranking' : 'procedures';
  const hasMap = content.units && distance === 'middle';
  if (shape === 'panels') {
    return [
      ...band(1, 30, [[hasMap ? 'map' : where, 24]]),
      ...band(1, 20, [['headlines', 24]], 25),
      ...band(21, 10, [[hasMap ? where : 'days', 24]], 25),
      ...band(1, 30, [['incidents', 24]], 49),
    ];
  }
  if (shape === 'upright') {
    return [
      ...band(1, 14, [['headlines', 12]]),
      ...(hasMap
        ? [
            ...band(15, 12, [['incidents', 12]]),
            ...band(27, 12, [['map', 12]]),
            ...band(39, 10, [[where, 12]]),
          ]
        : [...band(15, 18, [['incidents', 12]]), ...band(33, 16, [[where, 12]])]),
    ];
  }
  if (distance === 'far') {
    // Where nothing needs somebody how it went takes that room; the names of procedures cannot be read from there.
    const [first, second] = [
      content.needs > 0 ? 'incidents' : 'days',
      content.units ? 'ranking' : 'days',
    ] as const;
    if (first === second) return band(1, 12, [[first, 24]]);
    return [...band(1, 12, [[first, 15]]), ...band(1, 12, [[second, 9]], 16)];
  }
  if (hasMap) {
    const beside = band(1, 12, [
      ['map', 9],
      [where, 7],
    ]);
    // Few needs leave room for how it went.
    return content.needs > FEW
      ? [...beside, ...band(1, 12, [['incidents', 8]], 17)]
      : [...beside, ...band(1, 6, [['incidents', 8]], 17), ...band(7, 6, [['days', 8]], 17)];
  }
  return [
    ...band(1, 12, [
      [where, 9],
      ['incidents', 9],
    ]),
    ...band(1, 6, [['hours', 6]], 19),
    ...band(7, 6, [['days', 6]], 19),
  ];
}

// Three panels, and no tile across two: where, how much, and what needs somebody.
function panels(content: Content): Place[] {
  const rest = others(content);
  const right = (tiles: readonly TileName[]): Place[] =>
    fill(tiles, { column: 49, columns: 24, row: 1, rows: 30 });
  const headlines = band(1, 15, [['headlines', 24]], 25);
  if (!content.units) {
    return [
      ...band(1, 30, [['procedures', 24]]),
      ...headlines,
      ...band(16, 15, [['funnel', 24]], 25),
      ...right(['hours', 'days', ...rest]),
    ];
  }
  return [
    ...band(1, 20, [['map', 24]]),
    ...band(21, 10, [
      ['hours', 12],
      ['days', 12],
    ]),
    ...headlines,
    ...band(
      16,
      15,
      [
        ['ranking', 12],
        ['funnel', 12],
      ],
      25,
    ),
    ...right(['procedures', ...rest]),
  ];
}

// From the top down: how much, where, and what needs somebody.
function upright(content: Content): Place[] {
  const top = band(1, 12, [['headlines', 12]]);
  const rest = others({ ...content, reported: false });
  if (!content.units) {
    return [
      ...top,
      ...band(13, 10, [['funnel', 12]]),
      ...fill(['procedures', 'hours', 'days', ...others(content)], {
        column: 1,
        columns: 12,
        row: 23,
        rows: 26,
      }),
    ];
  }
  const beside = ([...rest, 'days', 'hours'] as TileName[]).slice(0, 2);
  const below = (['days', 'procedures'] as TileName[]).filter((tile) => !beside.includes(tile));
  return [
    ...top,
    ...band(13, 14, [
      ['map', 8],
      ['ranking', 4],
    ]),
    ...band(27, 14, [['funnel', 6]]),
    ...beside.flatMap((tile, i) => band(i === 0 ? 27 : 35, i === 0 ? 8 : 6, [[tile, 6]], 7)),
    // Reported figures take the whole width: three side by side.
    ...fill(content.reported ? ['reported'] : below, { column: 1, columns: 12, row: 41, rows: 8 }),
  ];
}

// What a view has beside dossiers, the most urgent first.
function others(content: Content): TileName[] {
  const all: TileName[] = [];
  if (content.incidents) all.push('incidents');
  if (content.models) all.push('models');
  if (content.reported) all.push('reported');
  return all;
}

function province(content: Content): Place[] {
  const map = content.reported ? 8 : 9;
  return [
    ...band(1, map, [['map', 10]]),
    // The headlines have the last days too: where agencies report figures, these have the room.
    ...(content.reported
      ? band(map + 1, 12 - map, [['reported', 10]])
      : band(map + 1, 12 - map, [
          ['hours', 5],
          ['days', 5],
        ])),
    ...band(1, 6, [['ranking', 7]], 11),
    ...band(1, 6, [['funnel', 7]], 18),
    ...band(7, 6, [[content.incidents ? 'incidents' : 'procedures', 7]], 11),
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
    ...band(6, 7, [[content.incidents ? 'incidents' : 'ranking', 7]], 11),
    ...own(content),
  ];
}

// Beside what needs somebody, or where nothing can, the ranking: the models of a department.
function own({ incidents, models }: Content): Place[] {
  if (!incidents) return band(6, 7, [['models', 7]], 18);
  if (!models) return band(6, 7, [['ranking', 7]], 18);
  return [...band(6, 4, [['models', 7]], 18), ...band(10, 3, [['ranking', 7]], 18)];
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
