import type { Drawn, Site } from '../map/cells';
import type { Boundaries, View } from '../wire/wire.gen';
import { asking } from './asking';

/** How units are drawn: by their real outlines, as the cells of a schematic, or, where nothing says where they lie, not. */
export type Drawing = { kind: 'outlines' | 'cells'; drawn: Drawn } | { kind: 'none' };

/** How these units are drawn: by outlines where the operator has given those of all, else as cells. */
export async function drawingOf(units: readonly View[]): Promise<Drawing> {
  const outlined = await outlinesOf(units);
  if (outlined) return { kind: 'outlines', drawn: outlined };
  if (units.length === 0 || units.some((unit) => unit.lon === 0 && unit.lat === 0)) return { kind: 'none' };
  return { kind: 'cells', drawn: await cellsOf(units) };
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

let worker: Worker | undefined;
/** Schematics by their units' ids: drawn once, or being drawn. */
const cells = new Map<string, Deferred<Drawn>>();

function cellsOf(units: readonly View[]): Promise<Drawn> {
  const key = units.map((unit) => unit.id).join(' ');
  const known = cells.get(key);
  if (known) return known.promise;
  const drawing = deferred<Drawn>();
  cells.set(key, drawing);
  worker ??= startWorker();
  worker.postMessage({ key, sites: units.map(siteOf) });
  return drawing.promise;
}

function startWorker(): Worker {
  const started = new Worker(new URL('../map/cells.worker.ts', import.meta.url), { type: 'module' });
  const drawn = new Set<string>();
  started.onmessage = ({ data }: MessageEvent<{ key: string; drawn: Drawn }>) => {
    drawn.add(data.key);
    cells.get(data.key)?.resolve(data.drawn);
  };
  // It did not load, or a map was too much for it: whoever waits is told, and the next one who asks starts another.
  started.onerror = () => {
    worker = undefined;
    for (const [key, drawing] of cells) {
      if (drawn.has(key)) continue;
      cells.delete(key);
      drawing.reject(new Error('the map could not be drawn'));
    }
  };
  return started;
}

function siteOf(unit: View): Site {
  return {
    id: unit.id,
    lon: unit.lon,
    lat: unit.lat,
    areaKm2: unit.area_km2,
    neighbours: [...unit.neighbours],
  };
}

interface Deferred<T> {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (reason: Error) => void;
}

function deferred<T>(): Deferred<T> {
  let resolve: (value: T) => void = () => undefined;
  let reject: (reason: Error) => void = () => undefined;
  const promise = new Promise<T>((done, failed) => {
    resolve = done;
    reject = failed;
  });
  return { promise, resolve, reject };
}
