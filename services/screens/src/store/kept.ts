import type { Text } from '../wire/wire.gen';

/** How an agency kept what it is expected to report of a unit: a row of GET /api/v1/indicators/freshness. Shares are null where nothing was due or reported. */
export interface Kept {
  readonly agency: string;
  readonly name: Text;
  readonly unit: string;
  readonly reports: number;
  readonly due: number;
  readonly on_time: number;
  readonly late: number;
  readonly missed: number;
  readonly corrected: number;
  readonly flagged: number;
  readonly silent: number;
  readonly reminders: number;
  readonly last_as_of: string;
  readonly lag_days: number;
  readonly correct: number | null;
  readonly complete: number | null;
  readonly clean: number | null;
  readonly live: number | null;
}

/** An agency's rows, added up. */
export interface Agency extends Kept {
  readonly units: readonly Kept[];
}

/**
 * The agencies with all their units added up, those with most silent reports first, then those that come late most. The four
 * words are worked out from the sums, as the service works them out for a unit: correct of the reports those that were not
 * corrected, complete of the due those not missed, clean of the reports those not flagged, live of the due those on time.
 */
export function byAgency(rows: readonly Kept[]): Agency[] {
  const all = new Map<string, Kept[]>();
  for (const row of rows) all.set(row.agency, [...(all.get(row.agency) ?? []), row]);
  return [...all.values()]
    .flatMap((units) => {
      const [first] = units;
      return first ? [sum(first, units)] : [];
    })
    .sort((a, b) => b.silent - a.silent || (a.live ?? 2) - (b.live ?? 2) || a.agency.localeCompare(b.agency));
}

function sum(first: Kept, units: readonly Kept[]): Agency {
  const add = (of: (row: Kept) => number): number => units.reduce((total, row) => total + of(row), 0);
  const [reports, due] = [add((r) => r.reports), add((r) => r.due)];
  const [missed, corrected, flagged] = [add((r) => r.missed), add((r) => r.corrected), add((r) => r.flagged)];
  const onTime = add((r) => r.on_time);
  const last = units.reduce((newest, row) => (row.last_as_of > newest.last_as_of ? row : newest), first);
  return {
    agency: first.agency,
    name: first.name,
    unit: '',
    units,
    reports,
    due,
    on_time: onTime,
    late: add((r) => r.late),
    missed,
    corrected,
    flagged,
    silent: add((r) => r.silent),
    reminders: add((r) => r.reminders),
    last_as_of: last.last_as_of,
    lag_days: last.lag_days,
    correct: share(reports - corrected, reports),
    complete: share(due - missed, due),
    clean: share(reports - flagged, reports),
    live: share(onTime, due),
  };
}

function share(part: number, of: number): number | null {
  return of > 0 ? part / of : null;
}

/** How a share of a contract stands: late under 80 %, to be watched under 95 %. */
export function standing(share: number | null): '' | 'watch' | 'late' {
  if (share === null || share >= 0.95) return '';
  return share < 0.8 ? 'late' : 'watch';
}
