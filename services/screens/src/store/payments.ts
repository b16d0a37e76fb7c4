import type { PaymentReportRow } from '../wire/wire.gen';
import { listAddress, rowQuery } from './desk';
import type { Query } from './route';

/** By what the report on payments has its rows. */
export const paymentAxes = ['unit', 'procedure', 'field', 'department'] as const;

/** The key of the row of what was counted for units of other maps: there is no list of it below this map's views. */
const UNASSIGNED = 'unassigned';

/** The numbers of the report that can be added up, each with the figure whose list has its members; "" where there is none. */
export const paymentNumbers = [
  { id: 'billed', figure: 'payments.billed', filter: {} },
  { id: 'paid', figure: 'payments.succeeded', filter: {} },
  { id: 'paid_online', figure: 'payments.succeeded', filter: { method: 'truc-tuyen' } },
  { id: 'paid_directly', figure: '', filter: {} },
  { id: 'refunded', figure: 'payments.refunded', filter: {} },
  { id: 'amount_vnd', figure: 'payments.amount_vnd', filter: {} },
] as const satisfies readonly {
  id: keyof PaymentReportRow;
  figure: string;
  filter: Query;
}[];
export type PaymentNumber = (typeof paymentNumbers)[number];

/** A row, and its part of the question; undefined where nothing can be asked of it. The total's is the whole. */
export interface PaymentRow {
  readonly row: PaymentReportRow;
  readonly part: Query | undefined;
}

/** A row of a report by `by`. */
export function paymentRow(by: string, row: PaymentReportRow): PaymentRow {
  return { row, part: by === 'unit' && row.key === UNASSIGNED ? undefined : rowQuery(by, row) };
}

/** The total of a report: what is asked for as a whole. */
export function paymentTotal(total: PaymentReportRow): PaymentRow {
  return { row: total, part: {} };
}

/** A row's number; null where it, or what it could be worked out from, is too small to be told. */
export function told({ row }: PaymentRow, id: PaymentNumber['id']): number | null {
  return row.withheld.includes(id) ? null : row[id];
}

/** Whether a row's rates are told: they would tell the counts. */
export function tellsRates({ row }: PaymentRow): boolean {
  return !row.withheld.includes('online_rate');
}

/** The list behind a number of a report that stands at `query`'s cut; undefined where no list is of that number. */
export function paymentAddress(query: Query, row: PaymentRow, number: PaymentNumber): string | undefined {
  if (number.figure === '' || row.part === undefined || !told(row, number.id)) return undefined;
  return listAddress(query, { figure: number.figure, ...row.part, ...number.filter });
}
