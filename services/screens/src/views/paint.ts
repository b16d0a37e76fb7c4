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
}

/** Paints units by a figure: by steps of one colour, or by what their share of overdue dossiers means. */
export function paint(
  units: readonly UnitRow[],
  figure: UnitFigure,
  frame: Frame | undefined,
  overdue: Judgement,
): Painted[] {
  const isJudged = figure === 'dossiers.overdue';
  const step = steps(units, figure);
  return units.map((unit) => {
    const isEmpty = frame === undefined || Object.keys(unit.figures).length === 0;
    const level = judge(overdue, ...partsOf('dossiers.overdue_rate', (name) => unit.figures[name] ?? 0));
    const fill = isJudged
      ? level === 'neutral'
        ? 'none'
        : level
      : `step-${String(step.get(unit.view) ?? 0)}`;
    return {
      view: unit.view,
      className: isEmpty ? 'none' : fill,
      value: isEmpty ? undefined : (unit.figures[figure] ?? 0),
      share: isJudged ? overdueShare(unit) : undefined,
      level,
      incidents: unit.figures['incidents.open'] ?? 0,
    };
  });
}
