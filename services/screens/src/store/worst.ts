import { partsOf } from './figures';
import { judge, type Level } from './judgement';
import { children, type Province } from './topology';
import type { Frame, View } from '../wire/wire.gen';

/** A unit below a view, and how it stands. */
export interface Standing {
  readonly view: View;
  readonly overdue: number;
  readonly open: number;
  readonly alarms: number;
  readonly level: Level;
}

/** The part of a unit's open dossiers that is overdue: what its rows are in the order of. */
export const shareOf = ({ overdue, open }: Standing): number => (open > 0 ? overdue / open : 0);

/**
 * The units right below a view, the worst first: by the share of their open dossiers that is overdue. Those of which the rules say
 * nothing, as they have too few, come after those that are judged.
 */
export function unitsWorstFirst(province: Province, view: View, frame: Frame | undefined): Standing[] {
  const isUnjudged = ({ level }: Standing): number => (level === 'neutral' ? 1 : 0);
  return children(province, view)
    .map((below): Standing => {
      const figures = frame?.children[below.id] ?? {};
      const [overdue, open] = partsOf('dossiers.overdue_rate', (figure) => figures[figure] ?? 0);
      const level = judge(province.overdue(below), overdue, open);
      return { view: below, overdue, open, alarms: figures['alarms.active'] ?? 0, level };
    })
    .sort(
      (a, b) =>
        isUnjudged(a) - isUnjudged(b) || shareOf(b) - shareOf(a) || a.view.id.localeCompare(b.view.id),
    );
}
