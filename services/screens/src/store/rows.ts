import type { Sent } from '../net/command';

/** For how many milliseconds a row that was acted on stays where it is, and its controls take no second press. */
export const STAY_MILLIS = 6000;
export const LOCK_MILLIS = 2000;

/** A row of a list that people work on. */
export interface Row<T> {
  readonly id: string;
  /** As it is, or as it was last where the list has it no more. */
  readonly card: T;
  readonly isGone: boolean;
}

/**
 * The rows to show of a list: those of the list in its order, and those that are held where they were, after the same row as before,
 * whether or not the list still has them.
 */
export function keep<T>(
  list: readonly (readonly [string, T])[],
  before: readonly Row<T>[],
  isHeld: (id: string) => boolean,
): Row<T>[] {
  const cards = new Map(list);
  const held = new Set(before.filter(({ id }) => isHeld(id)).map(({ id }) => id));
  const rows = list
    .filter(([id]) => !held.has(id))
    .map(([id, card]): Row<T> => ({ id, card, isGone: false }));
  let after = '';
  for (const row of before) {
    const isShown = held.has(row.id) || cards.has(row.id);
    if (held.has(row.id)) {
      const card = cards.get(row.id);
      const place = rows.findIndex(({ id }) => id === after) + 1;
      rows.splice(place, 0, card === undefined ? { ...row, isGone: true } : { ...row, card, isGone: false });
    }
    if (isShown) after = row.id;
  }
  return rows;
}

/** What a person does with a row. */
export interface Work {
  readonly hasForm: boolean;
  readonly sent: Sent;
  /** Whether it was recorded less than STAY_MILLIS ago. */
  readonly isFresh: boolean;
  readonly isUnderPointer: boolean;
}

/** Whether a row stays where it is: until the person has seen what became of the work and left or closed it. */
export function isHeld({ hasForm, sent, isFresh, isUnderPointer }: Work): boolean {
  if (hasForm) return true;
  if (sent.kind === 'recorded') return isFresh || isUnderPointer;
  return sent.kind !== 'idle';
}
