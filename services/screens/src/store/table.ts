/** A column of a table: what its cells say, and by what they are sorted. */
export interface Column<T> {
  readonly id: string;
  readonly label: string;
  readonly isNumber?: boolean;
  /** What a cell says. */
  readonly text: (row: T) => string;
  /** Where a cell leads; undefined: nowhere. */
  readonly href?: (row: T) => string | undefined;
  /** By what rows are sorted; null is last, whichever way. Without it the column cannot be sorted by. */
  readonly sort?: (row: T) => string | number | null;
  /** What stands small beside the text: a unit, or what it is of. */
  readonly suffix?: (row: T) => string;
  /** What stands small below the text; "" for nothing. */
  readonly note?: (row: T) => string;
  /** A share, 0 to 1, drawn as a bar below the text. */
  readonly share?: (row: T) => number;
  /** A class that says how the value stands. */
  readonly tone?: (row: T) => string;
  readonly title?: (row: T) => string | undefined;
  /** What the row is about: drawn bold. */
  readonly isStrong?: boolean;
  /** Kept on one line. */
  readonly isWhole?: boolean;
  /** Long texts: at most two lines of them are shown, and all of them when pointed at. */
  readonly isLong?: boolean;
}

/** Rows that stand together under one name. */
export interface RowGroup<T> {
  readonly name: string;
  readonly rows: readonly T[];
}

/** Rows by the name of their group, the groups in the order of their first rows in `order`; within each the rows keep their order. */
export function groupRows<T>(
  rows: readonly T[],
  order: readonly T[],
  nameOf: (row: T) => string,
): RowGroup<T>[] {
  const groups = new Map<string, T[]>(order.map((row) => [nameOf(row), []]));
  for (const row of rows) groups.get(nameOf(row))?.push(row);
  return [...groups].map(([name, rows]) => ({ name, rows })).filter((group) => group.rows.length > 0);
}

/** Rows by a column, rising or falling; equals keep their order, and so do all without a column. */
export function sortRows<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  by: string,
  falling: boolean,
  language: string,
): readonly T[] {
  const value = columns.find((column) => column.id === by)?.sort;
  if (!value) return rows;
  const sign = falling ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    if (typeof x === 'number' && typeof y === 'number') return sign * (x - y);
    return sign * String(x).localeCompare(String(y), language);
  });
}
