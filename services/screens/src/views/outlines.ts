import type { Drawn } from '../map/cells';
import type { Boundaries, View } from '../wire/wire.gen';

let boundaries: Promise<Boundaries> | undefined;

/** The real outlines of these units drawn, where the operator has given those of all; else undefined. */
export async function outlinesOf(units: readonly View[]): Promise<Drawn | undefined> {
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
  try {
    const response = await fetch('/api/v1/boundaries');
    if (response.ok) return (await response.json()) as Boundaries;
  } catch {
    // The gateway is away: the next board asks again.
  }
  boundaries = undefined;
  return { units: {} };
}
