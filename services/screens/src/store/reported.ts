import type { Agency, Frame, Indicator, Programme, ReportedCard } from '../wire/wire.gen';
import type { Province } from './topology';

/** A reported figure with its names, and what to think of it. */
export interface Reported {
  readonly id: string;
  readonly card: ReportedCard;
  readonly indicator: Indicator;
  readonly issuer: Agency | undefined;
  readonly status: Status;
  /** Another issuer reports the same indicator of this unit. */
  readonly disputed: boolean;
}

export type Status = 'ok' | 'watch' | 'late' | 'none';

export interface Group {
  readonly programme: Programme;
  readonly figures: readonly Reported[];
}

/** What is reported of a view's unit: published figures first, then in the order of the catalogue, issuers side by side. */
export function reported(province: Province, frame: Frame | undefined): Reported[] {
  const { indicators, agencies } = province.topology;
  const order = new Map(indicators.map((indicator, place) => [indicator.id, place]));
  const all = Object.entries(frame?.reported ?? {}).flatMap(([id, card]) => {
    const indicator = indicators[order.get(card.indicator) ?? -1];
    return indicator ? [{ id, card, indicator }] : [];
  });
  const issuers = new Map<string, number>();
  for (const { card } of all) issuers.set(card.indicator, (issuers.get(card.indicator) ?? 0) + 1);
  return all
    .map(({ id, card, indicator }) => ({
      id,
      card,
      indicator,
      issuer: agencies.find((agency) => agency.id === card.issuer),
      status: judge(indicator, card),
      disputed: (issuers.get(card.indicator) ?? 0) > 1,
    }))
    .sort(
      (a, b) =>
        Number(a.card.simulated) - Number(b.card.simulated) ||
        (order.get(a.card.indicator) ?? 0) - (order.get(b.card.indicator) ?? 0) ||
        a.card.issuer.localeCompare(b.card.issuer),
    );
}

/** Late, to be watched, or as it should be, by the indicator's thresholds; none without any, or without a value. */
export function judge(indicator: Indicator, card: ReportedCard): Status {
  if (!card.has_value || indicator.better === '' || (!indicator.has_watch && !indicator.has_late))
    return 'none';
  const worse = (than: number): boolean =>
    indicator.better === 'up' ? card.value < than : card.value >= than;
  if (indicator.has_late && worse(indicator.late)) return 'late';
  return indicator.has_watch && worse(indicator.watch) ? 'watch' : 'ok';
}

/** The figures by programme, in the order of the catalogue of programmes; programmes without figures are left out. */
export function byProgramme(province: Province, figures: readonly Reported[]): Group[] {
  return province.topology.programmes
    .map((programme) => ({
      programme,
      figures: figures.filter((figure) => figure.indicator.programme === programme.id),
    }))
    .filter((group) => group.figures.length > 0);
}

/** Which of the figures a page is kept to. */
export const reportedKinds = ['all', 'published', 'simulated', 'silent'] as const;
export type ReportedKind = (typeof reportedKinds)[number];

/** Whether a figure is of a kind: silent is one whose next report is owed. */
export function isOfKind({ card }: Reported, kind: ReportedKind): boolean {
  if (kind === 'published') return !card.simulated;
  if (kind === 'simulated') return card.simulated;
  return kind === 'all' || card.silent;
}
