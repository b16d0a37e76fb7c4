import { FewerThan, type PaymentReportRow } from '../wire/wire.gen';
import { isLowest, listAddress, NONE, rowQuery } from './desk';
import type { Query } from './route';
import type { Province } from './topology';

/** By what the report on payments has its rows. */
export const paymentAxes = ['unit', 'procedure', 'field', 'department'] as const;
export type PaymentAxis = (typeof paymentAxes)[number];

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

const counts = ['billed', 'paid', 'paid_online', 'paid_directly', 'refunded'] as const;

/** A row, and what of it is told. */
export interface PaymentRow {
  readonly row: PaymentReportRow;
  /** The row's part of the question; undefined where nothing can be asked of it. The total's is the whole. */
  readonly part: Query | undefined;
  /** Whether it is of one procedure in one unit of the lowest level, of which a few are not told. */
  readonly isCell: boolean;
}

/** The rows of a report by `by` about the view and the procedure that `query` names. */
export function paymentRow(province: Province, query: Query, by: string, row: PaymentReportRow): PaymentRow {
  const view = province.views.get(by === 'unit' ? row.view : (query['view'] ?? ''));
  const procedure = by === 'procedure' ? row.key : (query['procedure'] ?? '');
  return {
    row,
    part: by === 'unit' && row.key === UNASSIGNED ? undefined : rowQuery(by, row),
    isCell: isLowest(view) && procedure !== '' && procedure !== NONE,
  };
}

/** The total of a report: what `query` asks for as a whole. */
export function paymentTotal(province: Province, query: Query, total: PaymentReportRow): PaymentRow {
  const { isCell } = paymentRow(province, query, '', total);
  return { row: total, part: {}, isCell };
}

/** A row's number; null where it, or what it could be worked out from, is too small to be told. */
export function told({ row, isCell }: PaymentRow, id: PaymentNumber['id']): number | null {
  if (!isCell) return row[id];
  const isHeld = id === 'amount_vnd' ? counts.some((count) => isFew(row[count])) : isFew(row[id]);
  return isHeld ? null : row[id];
}

/** Whether a row's rates are told: they would tell the counts. */
export function tellsRates({ row, isCell }: PaymentRow): boolean {
  return !isCell || !counts.some((count) => isFew(row[count]));
}

/** The list behind a number of a report that stands at `query`'s cut; undefined where no list is of that number. */
export function paymentAddress(query: Query, row: PaymentRow, number: PaymentNumber): string | undefined {
  if (number.figure === '' || row.part === undefined || !told(row, number.id)) return undefined;
  return listAddress(query, { figure: number.figure, ...row.part, ...number.filter });
}

function isFew(count: number): boolean {
  return count > 0 && count < FewerThan;
}
