// Generated from pkg/ledger by services/screens/wiregen. Do not edit: change pkg/ledger and run
// "go generate ./services/screens".

/** The figures that frames have. */
export const liveFigures = [
  'dossiers.received',
  'dossiers.resolved',
  'dossiers.resolved_full_online',
  'dossiers.resolved_early',
  'dossiers.resolved_on_time',
  'dossiers.resolved_late',
  'dossiers.rejected',
  'dossiers.withdrawn',
  'dossiers.apologised',
  'dossiers.digitised',
  'dossiers.reused',
  'dossiers.electronic_result',
  'dossiers.flagged',
  'dossiers.open',
  'dossiers.overdue',
  'dossiers.in_time',
  'dossiers.due_soon',
  'dossiers.paused',
  'dossiers.status.1',
  'dossiers.status.2',
  'dossiers.status.3',
  'dossiers.status.4',
  'dossiers.status.5',
  'dossiers.status.6',
  'dossiers.status.7',
  'dossiers.status.8',
  'dossiers.status.9',
  'dossiers.status.10',
  'payments.attempts',
  'payments.succeeded',
  'payments.amount_vnd',
  'payments.failed',
  'payments.cancelled',
  'payments.refunded',
  'payments.duplicates',
  'payments.unpaid',
  'payments.pending',
  'payments.unreconciled',
  'payments.unreconciled_overdue',
  'payments.exceptions',
  'payments.exceptions_overdue',
  'payments.reconciled',
  'alerts.raised',
  'alerts.raised.low',
  'alerts.raised.medium',
  'alerts.raised.high',
  'alerts.raised.critical',
  'alerts.open',
  'incidents.opened',
  'incidents.resolved',
  'incidents.open',
  'incidents.severe',
  'incidents.reported',
  'incidents.reports_owed',
  'incidents.reports_overdue',
  'alarms.raised',
  'alarms.active',
  'alarms.unacknowledged',
  'alarms.escalated',
  'models.total',
  'models.completed',
  'models.in_progress',
  'models.waiting',
  'models.blocked',
  'models.milestones_due',
  'models.milestones_overdue',
  'models.milestones_reached',
  'models.sites',
  'indicators.reports',
  'indicators.due',
  'indicators.on_time',
  'indicators.late',
  'indicators.missed',
  'indicators.reminders',
  'indicators.silent',
  'explanations.requested',
  'explanations.open',
  'explanations.owed',
  'explanations.overdue',
  'explanations.accepted',
  'systems.total',
  'systems.level_approved.province',
  'systems.level_approved.department',
  'systems.audits_overdue',
  'systems.layer.1',
  'systems.gap.1',
  'systems.layer.2',
  'systems.gap.2',
  'systems.layer.3',
  'systems.gap.3',
  'systems.layer.4',
  'systems.gap.4',
  'feeds.total',
  'feeds.down',
  'feeds.national_down',
  'feeds.others_down',
  'steps.open',
  'steps.overdue',
  'steps.done',
] as const;

export type LiveFigure = (typeof liveFigures)[number];

/** The figures that the past of a view has: these, and some of reports. */
export const dayFigures = [
  ...liveFigures,
  'dossiers.accepted_late',
  'dossiers.resolved_in_time',
  'dossiers.rejected_early',
  'dossiers.rejected_on_time',
  'dossiers.rejected_late',
  'dossiers.withdrawn_early',
  'dossiers.withdrawn_on_time',
  'dossiers.withdrawn_late',
  'dossiers.refused',
  'dossiers.refused_late',
  'dossiers.promise_broken',
  'dossiers.transferred_in',
  'dossiers.transferred_out',
  'dossiers.not_digitised',
  'dossiers.reused_national',
  'dossiers.no_electronic_result',
  'dossiers.supplement_repeated',
  'dossiers.supplement_late',
  'dossiers.carried_over',
  'dossiers.unaccepted',
  'dossiers.unaccepted_overdue',
  'payments.billed',
  'payments.reconciled.matched',
  'payments.reconciled.missing_here',
  'payments.reconciled.missing_there',
  'payments.reconciled.amount_mismatch',
  'payments.reconciled.duplicate',
  'payments.reconciled.refunded',
  'indicators.corrected',
  'indicators.flagged',
  'explanations.submitted',
  'explanations.submitted_late',
  'explanations.returned',
  'steps.done_late',
] as const;

export type DayFigure = (typeof dayFigures)[number];

/** Every figure. */
export type FigureName =
  | DayFigure
  | 'dossiers.received.online'
  | 'dossiers.received.direct'
  | 'dossiers.received.post'
  | 'payments.succeeded.online';

/** The figures that a frame has of each child. */
export type ChildFigure =
  | 'dossiers.received'
  | 'dossiers.resolved'
  | 'dossiers.open'
  | 'dossiers.overdue'
  | 'payments.succeeded'
  | 'payments.amount_vnd'
  | 'incidents.open'
  | 'alarms.active';

/** The shares: of what, and on what base. */
export const derivations = {
  'dossiers.overdue_rate': { of: 'dossiers.overdue', base: 'dossiers.open' },
  'dossiers.resolved_rate': { of: 'dossiers.resolved', base: 'dossiers.received' },
  'dossiers.full_online_rate': { of: 'dossiers.resolved_full_online', base: 'dossiers.received' },
  'dossiers.on_time_rate': { of: 'dossiers.resolved_in_time', base: 'dossiers.resolved' },
} as const;

export type DerivedName = keyof typeof derivations;

/** By what, beside the units, the figures of a noun are told apart on their pages; those of the others by day alone. */
export const pageAxes: Readonly<Record<string, readonly string[]>> = {
  dossiers: ['procedure', 'channel', 'status', 'field', 'level', 'department', 'day'],
  payments: ['procedure', 'field', 'method', 'department', 'day'],
  alerts: ['severity', 'sensor', 'day'],
  incidents: ['category', 'severity', 'day'],
  alarms: ['rule', 'severity', 'day'],
  indicators: ['indicator', 'issuer', 'day'],
};

/** What some nouns call their axes. */
export const ownAxes = ['status', 'channel', 'method', 'sensor', 'severity', 'category', 'rule', 'indicator', 'issuer'] as const;
