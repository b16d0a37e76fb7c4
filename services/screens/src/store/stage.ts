import { GRIDS, type Place } from './layout';
import type { Layout } from './optics';
import type { Shape } from './shape';

/** Where an alarm that rises stands, and what stays around it; it is the whole board where it takes the headlines too. */
export interface Stage {
  readonly place: Omit<Place, 'tile'>;
  readonly rest: readonly Place[];
  readonly isWhole: boolean;
}

/** Near, an alarm takes the place of the units; from afar the whole board, but of three panels the left one. */
export function stageOf(places: readonly Place[], shape: Shape, distance: Layout): Stage {
  const { columns, rows } = GRIDS[shape];
  if (shape === 'panels') {
    const left = { column: 1, columns: columns / 3, row: 1, rows };
    return { place: left, rest: places.filter(({ column }) => column > left.columns), isWhole: false };
  }
  const near = places.find(({ tile }) => tile === 'map' || tile === 'procedures');
  if (distance !== 'near' || !near)
    return { place: { column: 1, columns, row: 1, rows }, rest: [], isWhole: true };
  return { place: near, rest: places.filter((one) => one !== near), isWhole: false };
}
