import { judge, type Judgement, type Level } from '../store/judgement';
import { overdueShare, partsOf, steps, type UnitFigure, type UnitRow } from '../store/figures';
import type { Frame } from '../wire/wire.gen';

/** How one unit is drawn: a CSS class that fixes its fill and ink, and its value. */
export interface Painted {
  readonly view: string;
  readonly className: string;
  readonly value: number | undefined;
  readonly share: number | undefined;
  readonly level: Level;
  readonly incidents: number;
  readonly alarms: number;
}

/**
 * Paints units by a figure, by steps of one colour; of overdue dossiers by the steps of their share, and where the rules judge that, by
 * what it means.
 */
export function paint(
  units: readonly UnitRow[],
  figure: UnitFigure,
  frame: Frame | undefined,
  overdue: Judgement,
): Painted[] {
  const isShare = figure === 'dossiers.overdue';
  const step = steps(units, (row) => (isShare ? overdueShare(row) : (row.figures[figure] ?? 0)));
  return units.map((unit) => {
    const isEmpty = frame === undefined || Object.keys(unit.figures).length === 0;
    const level = judge(overdue, ...partsOf('dossiers.overdue_rate', (name) => unit.figures[name] ?? 0));
    const isJudged = isShare && (level === 'watch' || level === 'late');
    const at = step.get(unit.view);
    return {
      view: unit.view,
      className: isEmpty || at === undefined ? 'none' : isJudged ? level : `step-${String(at)}`,
      value: isEmpty ? undefined : (unit.figures[figure] ?? 0),
      share: isShare ? overdueShare(unit) : undefined,
      level,
      incidents: unit.figures['incidents.open'] ?? 0,
      alarms: unit.figures['alarms.active'] ?? 0,
    };
  });
}
