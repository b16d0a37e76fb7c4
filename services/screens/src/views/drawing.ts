import type { Drawn } from '../map/outlines';
import { tileMap, type TileMap } from '../map/tiles';
import type { Boundaries, View } from '../wire/wire.gen';
import { asking } from './asking';

/** How units are drawn: by their real outlines, as the tiles of a schematic, or, where nothing says where they lie, in their order. */
export type Drawing =
  { kind: 'outlines'; drawn: Drawn } | { kind: 'tiles'; map: TileMap } | { kind: 'none'; map?: never };

/** How these units are drawn: by outlines where the operator has given those of all, else as tiles. */
export async function drawingOf(units: readonly View[]): Promise<Drawing> {
  const outlined = await outlinesOf(units);
  if (outlined) return { kind: 'outlines', drawn: outlined };
  if (units.length === 0 || units.some((unit) => unit.lon === 0 && unit.lat === 0)) return { kind: 'none' };
  return { kind: 'tiles', map: tilesOf(units) };
}

let boundaries: Promise<Boundaries> | undefined;

// The code that draws outlines is fetched where there are some.
async function outlinesOf(units: readonly View[]): Promise<Drawn | undefined> {
  boundaries ??= fetchBoundaries();
  const known = (await boundaries).units;
  const outlined = units.flatMap((unit) => {
    const boundary = known[unit.unit];
    return boundary ? [{ id: unit.id, boundary }] : [];
  });
  if (outlined.length === 0 || outlined.length < units.length) return undefined;
  const { outlineMap } = await import('../map/outlines');
  return outlineMap(outlined);
}

async function fetchBoundaries(): Promise<Boundaries> {
  const asked = await asking.ask('/api/v1/boundaries');
  if (asked.kind === 'come') return asked.body as Boundaries;
  boundaries = undefined; // The gateway is away: the next board asks again.
  return { units: {} };
}

/** Schematics by their units' ids. */
const schematics = new Map<string, TileMap>();

function tilesOf(units: readonly View[]): TileMap {
  const key = units.map((unit) => unit.id).join(' ');
  const known = schematics.get(key) ?? tileMap(units);
  schematics.set(key, known);
  return known;
}
