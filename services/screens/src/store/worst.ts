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

const levels: readonly Level[] = ['late', 'watch', 'normal', 'neutral'];

/** The units right below a view, the worst first: as the rules judge them, then by alarms, then by the share that is overdue. */
export function unitsWorstFirst(province: Province, view: View, frame: Frame | undefined): Standing[] {
  const share = ({ overdue, open }: Standing): number => (open > 0 ? overdue / open : 0);
  return children(province, view)
    .map((below): Standing => {
      const figures = frame?.children[below.id] ?? {};
      const [overdue, open] = partsOf('dossiers.overdue_rate', (figure) => figures[figure] ?? 0);
      const level = judge(province.overdue(below), overdue, open);
      return { view: below, overdue, open, alarms: figures['alarms.active'] ?? 0, level };
    })
    .sort(
      (a, b) =>
        levels.indexOf(a.level) - levels.indexOf(b.level) ||
        b.alarms - a.alarms ||
        share(b) - share(a) ||
        a.view.id.localeCompare(b.view.id),
    );
}
