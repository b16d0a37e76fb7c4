import type { ReportColumn, ReportRow } from '../wire/wire.gen';
import { listAddress, rowQuery } from './desk';
import type { Query } from './route';

/** The columns of the report on dossiers, in the groups in which they are read. */
export const columnGroups = {
  intake: [
    'carried_over',
    'received',
    'received_online',
    'received_direct',
    'received_post',
    'transferred_in',
    'accepted_late',
    'refused',
  ],
  result: ['received', 'resolved', 'resolved_early', 'resolved_on_time', 'resolved_late'],
  open: ['open', 'in_time', 'overdue', 'due_soon', 'paused'],
  returned: [
    'rejected',
    'rejected_early',
    'rejected_on_time',
    'rejected_late',
    'withdrawn',
    'withdrawn_early',
    'withdrawn_on_time',
    'withdrawn_late',
    'transferred_out',
  ],
  digital: [
    'received',
    'digitised',
    'not_digitised',
    'reused',
    'reused_national',
    'resolved',
    'electronic_result',
    'no_electronic_result',
  ],
} as const;

export type ColumnGroup = keyof typeof columnGroups | 'all';

/** The columns of a group that the report has, in the report's order. */
export function columnsOf(all: readonly ReportColumn[], group: ColumnGroup): readonly ReportColumn[] {
  if (group === 'all') return all;
  const ids: readonly string[] = columnGroups[group];
  return all.filter((column) => ids.includes(column.id));
}

export function isColumnGroup(name: string): name is ColumnGroup {
  return name === 'all' || name in columnGroups;
}

/** By what a report has its rows. */
export const reportAxes = ['unit', 'procedure', 'field', 'channel', 'level', 'department'] as const;

/**
 * The list behind a cell of a report that stands at `query`'s cut: undefined where there is none, since the column is a
 * difference, the cell is withheld, or it is 0. `row` is undefined for the total.
 */
export function cellAddress(
  query: Query,
  by: string,
  row: ReportRow | undefined,
  total: ReportRow,
  column: ReportColumn,
): string | undefined {
  const shown = row ?? total;
  if (column.figure === '' || shown.withheld.includes(column.id) || (shown.values[column.id] ?? 0) === 0)
    return undefined;
  return listAddress(query, {
    group: '',
    figure: column.figure,
    ...(column.channel ? { channel: column.channel } : {}),
    ...(row ? rowQuery(by, row) : {}),
  });
}
