/** The figures of the morning brief, and whether more of one is worse, better (false) or neither (undefined). */
export const briefFigures: readonly { figure: string; moreIsWorse?: boolean }[] = [
  { figure: 'dossiers.received' },
  { figure: 'dossiers.resolved' },
  { figure: 'dossiers.resolved_late', moreIsWorse: true },
  { figure: 'dossiers.open' },
  { figure: 'dossiers.overdue', moreIsWorse: true },
  { figure: 'payments.succeeded' },
  { figure: 'payments.failed', moreIsWorse: true },
  { figure: 'payments.unreconciled_overdue', moreIsWorse: true },
  { figure: 'alerts.raised' },
  { figure: 'incidents.open', moreIsWorse: true },
  { figure: 'alarms.active', moreIsWorse: true },
  { figure: 'explanations.overdue', moreIsWorse: true },
  { figure: 'indicators.silent', moreIsWorse: true },
];

/** A figure of a day and of the day before. */
export interface Change {
  readonly figure: string;
  readonly last: number;
  readonly before: number;
  readonly isWorse: boolean;
}

/** What changed from one day to the next. */
export function changes(
  last: Readonly<Record<string, number>>,
  before: Readonly<Record<string, number>>,
): Change[] {
  return briefFigures.map(({ figure, moreIsWorse }) => {
    const [now, then] = [last[figure] ?? 0, before[figure] ?? 0];
    return { figure, last: now, before: then, isWorse: moreIsWorse === true && now > then };
  });
}
