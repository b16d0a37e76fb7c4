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

/** Its due periods in three parts that add up to them: reported in time, reported late, and not reported. */
export interface Told extends Kept {
  readonly unsent: number;
}

/** An agency's rows, added up. */
export interface Agency extends Told {
  readonly units: readonly Told[];
}

/**
 * What became of the periods that were due: each is in one part. A report in time that corrects another is no second period; one that was
 * late for a period before these is none of them.
 */
export function told(row: Kept): Told {
  const onTime = Math.min(row.on_time, row.due);
  const late = Math.min(row.late, row.due - onTime);
  return { ...row, on_time: onTime, late, unsent: row.due - onTime - late };
}

/**
 * The agencies with all their units added up, those with most silent reports first, then those that come late most. The four
 * words are worked out from the sums, as the service works them out for a unit: correct of the reports those that were not
 * corrected, complete of the due those reported in time or late, clean of the reports those not flagged, live of the due those on time.
 */
export function byAgency(rows: readonly Kept[]): Agency[] {
  const all = new Map<string, Told[]>();
  for (const row of rows) all.set(row.agency, [...(all.get(row.agency) ?? []), told(row)]);
  return [...all.values()]
    .flatMap((units) => {
      const [first] = units;
      return first ? [sum(first, units)] : [];
    })
    .sort((a, b) => b.silent - a.silent || (a.live ?? 2) - (b.live ?? 2) || a.agency.localeCompare(b.agency));
}

function sum(first: Told, units: readonly Told[]): Agency {
  const add = (of: (row: Told) => number): number => units.reduce((total, row) => total + of(row), 0);
  const [reports, due] = [add((r) => r.reports), add((r) => r.due)];
  const [missed, corrected, flagged] = [add((r) => r.missed), add((r) => r.corrected), add((r) => r.flagged)];
  const [onTime, late] = [add((r) => r.on_time), add((r) => r.late)];
  const last = units.reduce((newest, row) => (row.last_as_of > newest.last_as_of ? row : newest), first);
  return {
    agency: first.agency,
    name: first.name,
    unit: '',
    units,
    reports,
    due,
    on_time: onTime,
    late,
    unsent: add((r) => r.unsent),
    missed,
    corrected,
    flagged,
    silent: add((r) => r.silent),
    reminders: add((r) => r.reminders),
    last_as_of: last.last_as_of,
    lag_days: last.lag_days,
    correct: share(reports - corrected, reports),
    complete: share(onTime + late, due),
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
