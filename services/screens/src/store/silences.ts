import type { ExplanationCard, Frame, SilenceCard } from '../wire/wire.gen';
import { daysFrom } from './date';
import { isOwed } from './orders';

/** A figure that an agency owes, and for how many days. */
export interface Owed extends SilenceCard {
  readonly days: number;
}

/** The figures that an agency owes in a frame, what has been owed longest first. */
export function owedBy(frame: Frame, agency: string): Owed[] {
  return Object.values(frame.silences)
    .filter(({ issuer }) => issuer === agency)
    .map((card) => ({ ...card, days: card.due ? Math.max(0, daysFrom(card.due, frame.day)) : 0 }))
    .sort((a, b) => b.days - a.days || a.indicator.localeCompare(b.indicator));
}

/** The explanations that have been ordered of these figures and are still owed. */
export function orderedOf(frame: Frame, owed: readonly Owed[]): [string, ExplanationCard][] {
  return Object.entries(frame.explanations).filter(
    ([, card]) =>
      isOwed(card) && owed.some(({ indicator, unit }) => indicator === card.figure && unit === card.unit),
  );
}
