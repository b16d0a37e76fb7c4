import type { AlarmCard, Frame, IncidentCard } from '../wire/wire.gen';
import { isIncidentOpen } from './orders';

/** A row of what needs somebody. */
export type Row =
  | { readonly kind: 'alarm'; readonly id: string; readonly card: AlarmCard }
  | { readonly kind: 'incident'; readonly id: string; readonly card: IncidentCard };

type Cards = Pick<Frame, 'alarms' | 'incidents' | 'figures'>;

/**
 * What needs somebody, in this order: active alarms, those that nobody has seen first; open incidents; incidents that are over. Among
 * equals what is worse stands above, then what is newer.
 */
export function rowsOf({ alarms, incidents }: Cards): Row[] {
  const urgency = (card: AlarmCard): number =>
    (card.acknowledged ? 0 : 2) + (card.severity === 'watch' ? 0 : 1);
  const rank = (card: IncidentCard): number =>
    isIncidentOpen(card) ? 1 + (card.severity === 'severe' ? 1 : 0) : 0;
  return [
    ...Object.entries(alarms)
      .sort(([, a], [, b]) => urgency(b) - urgency(a) || b.raised - a.raised)
      .map(([id, card]) => ({ kind: 'alarm' as const, id, card })),
    ...Object.entries(incidents)
      .sort(([, a], [, b]) => rank(b) - rank(a) || b.changed - a.changed)
      .map(([id, card]) => ({ kind: 'incident' as const, id, card })),
  ];
}

/** Active alarms and open incidents of which a frame has no card: it has so many at most. */
export function uncarded({ alarms, incidents, figures }: Cards): { alarms: number; incidents: number } {
  const open = Object.values(incidents).filter(isIncidentOpen).length;
  return {
    alarms: Math.max(0, figures['alarms.active'] - Object.keys(alarms).length),
    incidents: Math.max(0, figures['incidents.open'] - open),
  };
}

/** Of which kinds the last `hidden` rows are, and those without a card. */
export function hiddenOf(
  rows: readonly Row[],
  hidden: number,
  without: ReturnType<typeof uncarded>,
): typeof without {
  const out = rows.slice(Math.max(0, rows.length - hidden));
  const alarms = out.filter(({ kind }) => kind === 'alarm').length;
  return { alarms: without.alarms + alarms, incidents: without.incidents + out.length - alarms };
}
