import type { Frame, ModelCard } from '../wire/wire.gen';
import { childHolding, children, type Province } from './topology';

/** The statuses of a pilot model, in the order of its life. */
export const modelStatuses = [
  'proposed',
  'preparing',
  'blocked',
  'in_progress',
  'suspended',
  'completed',
  'maintained',
] as const;
export type ModelStatus = (typeof modelStatuses)[number];

/** The half-year report's columns, and the statuses that fall in each. */
export const modelGroups = [
  { name: 'completed', statuses: ['completed', 'maintained'] },
  { name: 'in_progress', statuses: ['in_progress', 'suspended'] },
  { name: 'waiting', statuses: ['proposed', 'preparing', 'blocked'] },
] as const satisfies readonly { name: string; statuses: readonly ModelStatus[] }[];

/** A pilot model with its id. */
export interface Model extends ModelCard {
  readonly id: string;
}

/** All models of a frame by their ids, numbers in them as numbers. */
export function models(frame: Frame | undefined): Model[] {
  return Object.entries(frame?.models ?? {})
    .map(([id, card]) => ({ id, ...card }))
    .sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));
}

/** How many models are in each status that any of them is in, those that have come furthest first. */
export function byStatus(all: readonly Model[]): { status: ModelStatus; count: number }[] {
  return [...modelStatuses]
    .reverse()
    .map((status) => ({ status, count: all.filter((model) => model.status === status).length }))
    .filter(({ count }) => count > 0);
}

/** Where a status stands in the life of a model; -1 for one that is not known. */
export function statusRank(status: string): number {
  return modelStatuses.findIndex((known) => known === status);
}

/** Whether a model's next milestone should have been reached before `day`. */
export function isMilestoneLate({ next_due: due }: Pick<ModelCard, 'next_due'>, day: string): boolean {
  return due !== '' && due < day;
}

/** The units right below the top in which a model has sites, and whether these are all of them; a site elsewhere keeps its id. */
export function districtsOf(
  province: Province,
  sites: readonly string[],
): { names: { vi: string; en: string }[]; areAll: boolean } {
  const root = province.topology.views[0];
  if (!root) return { names: [], areAll: false };
  const found = new Map(
    sites.map((unit) => {
      const view = childHolding(province, root, unit) ?? province.units.get(unit);
      return view ? [view.id, view.short.vi ? view.short : view.name] : [unit, { vi: unit, en: unit }];
    }),
  );
  const all = children(province, root);
  return {
    names: [...found.values()],
    areAll: all.length > 0 && all.every((view) => found.has(view.id)),
  };
}
