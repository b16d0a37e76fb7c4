import { judgementOf, NO_JUDGEMENT, type Judgement } from './judgement';
import type { Procedure, Screen, Topology, View } from '../wire/wire.gen';

/** Province is the topology with its look-ups. */
export interface Province {
  readonly topology: Topology;
  readonly views: ReadonlyMap<string, View>;
  readonly procedures: ReadonlyMap<string, Procedure>;
  readonly screens: ReadonlyMap<string, Screen>;
  /** Unit id → the unit's own view, seen whole. */
  readonly units: ReadonlyMap<string, View>;
  /** What sources say in Vietnamese → the same in English. */
  readonly phrases: ReadonlyMap<string, string>;
  /** How overdue dossiers of a view are judged by their share of the open ones. */
  readonly overdue: (view: View | undefined) => Judgement;
}

export function index(topology: Topology): Province {
  return {
    topology,
    views: new Map(topology.views.map((view) => [view.id, view])),
    procedures: new Map(topology.procedures.map((procedure) => [procedure.code, procedure])),
    screens: new Map(topology.screens.map((screen) => [screen.id, screen])),
    units: new Map(topology.views.filter((view) => view.department === '').map((view) => [view.unit, view])),
    phrases: new Map(
      [...topology.phrases, ...topology.agencies.flatMap(({ name, short }) => [name, short])].map(
        ({ vi, en }) => [vi, en],
      ),
    ),
    overdue: (view) =>
      view ? judgementOf(topology.rules, 'dossiers.overdue', 'dossiers.open', view) : NO_JUDGEMENT,
  };
}

/** The views above `view`, top first. */
export function ancestors(province: Province, view: View): View[] {
  const above: View[] = [];
  const seen = new Set([view.id]);
  for (let v = province.views.get(view.parent); v && !seen.has(v.id); v = province.views.get(v.parent)) {
    seen.add(v.id);
    above.unshift(v);
  }
  return above;
}

export function children(province: Province, view: View): View[] {
  return view.children.flatMap((id) => province.views.get(id) ?? []);
}

/** How many levels of units lie below a view. */
export function levelsBelow(province: Province, view: View): number {
  const first = view.children[0];
  const child = first === undefined ? undefined : province.views.get(first);
  return child ? 1 + levelsBelow(province, child) : 0;
}

/** The child of `view` that a unit lies in, if any. */
export function childHolding(province: Province, view: View, unit: string): View | undefined {
  const below = new Map(children(province, view).map((child) => [child.unit, child]));
  for (let v = province.units.get(unit); v; v = province.views.get(v.parent)) {
    const child = below.get(v.unit);
    if (child) return child;
  }
  return undefined;
}
