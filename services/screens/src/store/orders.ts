import type { AlarmCard, ExplanationCard, IncidentCard } from '../wire/wire.gen';

/** What can be done with an explanation in a state, in the order in which it is usually done. */
export type Order = 'submit' | 'accept' | 'return' | 'withdraw';

const ordersByStatus: Readonly<Record<string, readonly Order[]>> = {
  requested: ['submit', 'withdraw'],
  returned: ['submit', 'withdraw'],
  submitted: ['accept', 'return', 'withdraw'],
};

export function ordersOf(card: ExplanationCard): readonly Order[] {
  return ordersByStatus[card.status] ?? [];
}

/** Whether the unit still has to answer. */
export function isOwed(card: ExplanationCard): boolean {
  return card.status === 'requested' || card.status === 'returned';
}

/** Whether the answer is owed and its day has passed; days are ISO, so text compares. */
export function isOverdue(card: ExplanationCard, day: string): boolean {
  return isOwed(card) && card.due !== '' && card.due < day;
}

/** The overdue ones first, then those that are due first. */
export function queue(
  cards: Readonly<Record<string, ExplanationCard>>,
  day: string,
): [string, ExplanationCard][] {
  return Object.entries(cards).sort(
    ([x, a], [y, b]) =>
      Number(isOverdue(b, day)) - Number(isOverdue(a, day)) ||
      a.due.localeCompare(b.due) ||
      x.localeCompare(y),
  );
}

/** Late before watch, not acknowledged before acknowledged, the newest first. */
export function alarmQueue(cards: Readonly<Record<string, AlarmCard>>): [string, AlarmCard][] {
  const rank = (card: AlarmCard): number => (card.severity === 'late' ? 2 : 0) + (card.acknowledged ? 0 : 1);
  return Object.entries(cards).sort(([, a], [, b]) => rank(b) - rank(a) || b.raised - a.raised);
}

/** The API's address of a command to an alarm, whose id is its rule and its originator. */
export function alarmApi(id: string, command: string): string {
  return `/api/v1/alarms/${id.split('/').map(encodeURIComponent).join('/')}/${command}`;
}

export function explanationApi(id: string, command: Order): string {
  return `/api/v1/explanations/${encodeURIComponent(id)}/${command}`;
}

/** The API's address of a command to a step, whose id is its incident and its number: "SC-1:2". */
export function stepApi(id: string, command: 'assign' | 'done'): string {
  const colon = id.lastIndexOf(':');
  return `/api/v1/steps/${encodeURIComponent(id.slice(0, colon))}/${id.slice(colon + 1)}/${command}`;
}

/** The phases of the response to an incident, in their order. */
export const phases = [
  'open',
  'notified',
  'verified',
  'contained',
  'eradicated',
  'resolved',
  'closed',
] as const;

/** Whether the response to an incident is under way. */
export function isIncidentOpen(card: IncidentCard): boolean {
  return card.status !== 'resolved' && card.status !== 'closed';
}

/** How far the response has come: the place of its phase, −1 where it is none. */
export function phaseOf(card: IncidentCard): number {
  return phases.findIndex((phase) => phase === card.status);
}
