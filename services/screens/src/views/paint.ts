import { judge, type Judgement, type Level } from '../store/judgement';
import { overdueShare, partsOf, printedShare, steps, type UnitFigure, type UnitRow } from '../store/figures';
import { needsOf } from '../store/needs';
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
  /** How bad its alarms are; undefined where it has none. */
  readonly alarmed: 'watch' | 'late' | undefined;
  /** The date of the oldest matter that they are about, Unix milliseconds; undefined where that is not known. */
  readonly since: number | undefined;
}

/** What the cards of a frame tell of a unit's alarms. */
interface Raised {
  readonly late: boolean;
  readonly since: number;
  readonly count: number;
}

/** The alarms that a frame has cards of, by the unit right below that they are in, with the dates of what they are about. */
function raisedIn(
  frame: Frame | undefined,
  holding: (unit: string) => string | undefined,
): Map<string, Raised> {
  const found = new Map<string, Raised>();
  const needs = frame ? needsOf(frame).list : [];
  for (const { since, card } of needs.flatMap((need) =>
    need.alarms.map((card) => ({ since: need.since, card })),
  )) {
    const view = holding(card.unit);
    if (!view) continue;
    const before = found.get(view) ?? { late: false, since: Infinity, count: 0 };
    found.set(view, {
      late: before.late || card.severity !== 'watch',
      since: Math.min(before.since, since),
      count: before.count + 1,
    });
  }
  return found;
}

/**
 * Paints units by a figure, by steps of one colour; of overdue dossiers by the steps of their share, and where the rules judge that, by
 * what it means. Shares that are printed alike are of one step. `holding` tells in which of them a unit is.
 */
export function paint(
  units: readonly UnitRow[],
  figure: UnitFigure,
  frame: Frame | undefined,
  overdue: Judgement,
  holding: (unit: string) => string | undefined,
): Painted[] {
  const raised = raisedIn(frame, holding);
  const isShare = figure === 'dossiers.overdue';
  const step = steps(units, (row) => {
    const share = overdueShare(row);
    return isShare ? share && printedShare(share) : (row.figures[figure] ?? 0);
  });
  return units.map((unit) => {
    const isEmpty = frame === undefined || Object.keys(unit.figures).length === 0;
    const level = judge(overdue, ...partsOf('dossiers.overdue_rate', (name) => unit.figures[name] ?? 0));
    const isJudged = isShare && (level === 'watch' || level === 'late');
    const at = step.get(unit.view);
    const alarms = unit.figures['alarms.active'] ?? 0;
    const cards = raised.get(unit.view);
    return {
      view: unit.view,
      className: isEmpty || at === undefined ? 'none' : isJudged ? level : `step-${String(at)}`,
      value: isEmpty ? undefined : (unit.figures[figure] ?? 0),
      share: isShare ? overdueShare(unit) : undefined,
      level,
      incidents: unit.figures['incidents.open'] ?? 0,
      alarms,
      // Of alarms without a card it is not known how bad they are.
      alarmed: alarms === 0 ? undefined : cards && cards.count >= alarms && !cards.late ? 'watch' : 'late',
      since: cards?.since,
    };
  });
}
