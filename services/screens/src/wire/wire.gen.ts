// Generated from pkg/wire by services/screens/wiregen. Do not edit: change pkg/wire and run
// "go generate ./services/screens".

// Screen is one row of GET /api/v1/screens.
export interface Screen {
  id: string;
  title: string; // Vietnamese
  // TitleEn is the same in English.
  title_en: string;
  kind: string; // province, department, district
  view: string;
  url: string;
  assumed: boolean;
}

// Topology is GET /api/v1/topology: what a screen needs to know of the province that does not
// change from event to event.
export interface Topology {
  id: string;
  name: Text;
  timezone: string;
  views: View[]; // every view, parents first
  procedures: Procedure[];
  screens: Screen[];
  assumptions: Assumption[];
  agencies: Agency[];
  programmes: Programme[];
  indicators: Indicator[];
  rules: Rule[];
}

// Agency is who reports a figure or answers for one.
export interface Agency {
  id: string;
  name: Text;
  short: Text;
}

// Programme is one of the systems and programmes whose figures are reported.
export interface Programme {
  id: string;
  name: Text;
}

// Indicator defines a reported figure.
export interface Indicator {
  id: string;
  name: Text;
  programme: string;
  measured: string; // count, percent, vnd, hours, score
  better: string; // up, down, "" where neither is
  has_target: boolean;
  target: number;
  // Watch and Late are the values from which it is so, where HasWatch and HasLate tell that there are any.
  has_watch: boolean;
  watch: number;
  has_late: boolean;
  late: number;
  expected: boolean; // somebody is expected to report it regularly
}

// Rule names a rule of alarms.
export interface Rule {
  id: string;
  title: Text;
  figure: string;
  base: string;
  severity: string;
}

// Text is a text in both languages.
export interface Text {
  vi: string;
  en: string;
}

// View is one node of the tree of views.
export interface View {
  id: string; // "province", "district/672", "department/education", "department/education/district/672"
  // Kind is the unit's kind (province, district, commune), or department for a department's own view.
  kind: string;
  parent: string; // view id, "" at the top
  children: string[]; // view ids
  name: Text;
  short: Text;
  unit: string; // topology unit id
  department: string; // department id, "" for all
  lon: number; // centroid, degrees; both 0 if unknown
  lat: number;
  area_km2: number;
  neighbours: string[]; // view ids of the same department
}

// Procedure names a procedure.
export interface Procedure {
  code: string;
  name: string;
  field: string;
  level: string;
}

// Assumption is a setting that no source confirms.
export interface Assumption {
  id: string;
  text: Text;
}

// UnitMap is one row of GET /api/v1/maps: the tree of units as it stands from a day on.
export interface UnitMap {
  id: string;
  from: string; // first local day, "" for the first map
  title: Text;
  units: Record<string, number>; // kind → how many
  source: string;
}

// Search is GET /api/v1/search: what matches, best first, at most SearchLimit.
export interface Search {
  query: string; // as it was folded
  results: Found[];
}

// Found is one thing found by a search.
export interface Found {
  kind: string; // screen, procedure or the kind of a unit: district, commune
  id: string; // of the screen, the procedure or the unit
  name: Text;
  view: string; // view id, "" for a procedure
  url: string; // of a screen, else ""
  maps: string[]; // ids of the maps that a unit is on under this name
  code: string; // official code of a unit, if it has any
}

export const SearchLimit = 20;

export const SearchLength = 200;

// ViewFigures is GET /api/v1/views/{view}.
export interface ViewFigures {
  view: string;
  position: number;
  from: string; // first local day of the flow figures
  at: string; // last local day; "" for now
  figures: Record<string, number>;
  // Map and Level are those asked for, "" where none is. Children are then all views of that level, each with its figures that
  // are not 0; Unassigned is what lies in the view but in none of them. They add up to Figures.
  map?: string;
  level?: string;
  children?: Record<string, Record<string, number>>;
  unassigned?: Record<string, number>;
  // Names are the children's, which on a later map are units that Topology does not have.
  names?: Record<string, Text>;
  // Reported is what issuers report of the view's own unit, as a frame has it: two issuers of one indicator are two.
  reported: Record<string, ReportedCard>;
}

// Status is GET /api/v1/status.
export interface Status {
  log: string;
  log_position: number;
  projected_position: number;
  live_position: number;
  // Consistent compares, at ComparedPosition, the ledger's checksum in ClickHouse with the gateway's.
  consistent: boolean;
  compared_position: number;
  difference: string; // what differs, "" if nothing
  scenario_loaded: boolean;
  clients: number;
  version: string;
  simulated: boolean;
}

// ModelCard is one pilot model.
export interface ModelCard {
  name: string;
  status: string; // proposed, preparing, blocked, in_progress, suspended, completed, maintained
  lead: string;
  sites: number;
  reason: string;
  // Coordinating are the agencies beside the lead.
  coordinating: string[];
  beneficiaries: number;
}

// IncidentCard is one incident.
export interface IncidentCard {
  title: string;
  unit: string; // topology unit id
  category: number;
  severity: string; // ordinary, severe
  status: string; // open, notified, verified, contained, eradicated, resolved, closed
  opened: number; // Unix milliseconds
  changed: number;
  system: string;
  by: string; // who said so last: a role or account
}

// AlarmCard is one active alarm.
export interface AlarmCard {
  title: string;
  rule: string;
  unit: string;
  originator: string;
  acknowledged: boolean;
  raised: number; // Unix milliseconds
  severity: string; // watch, late, "" where no rule says
  escalated: boolean;
  // Figure, Value, Base and Threshold are what the rule saw; Figure is "" where it saw an event.
  figure: string;
  value: number;
  base: number;
  threshold: number;
  by: string; // who acknowledged it: a role or account
}

// ReportedCard is what an issuer reports of one period. Dates are YYYY-MM-DD, "" where there is none.
export interface ReportedCard {
  indicator: string; // its id in the topology
  issuer: string; // agency id
  from: string; // the period, both days included
  to: string;
  as_of: string;
  // HasValue tells a value from "no data", which is not 0; HasOf whether there is a base.
  has_value: boolean;
  value: number;
  has_of: boolean;
  of: number;
  method: string;
  document: string;
  note: string;
  silent: boolean; // a report that was expected since has not come
  due: string; // by when it was expected
  reminders: number;
  recorded: number; // when this program took it, Unix milliseconds
  simulated: boolean;
}

// ExplanationCard is one explanation that leadership ordered.
export interface ExplanationCard {
  unit: string;
  department: string;
  alarm: string;
  figure: string;
  question: string;
  answer: string;
  status: string; // requested, submitted, returned
  due: string; // YYYY-MM-DD
  rounds: number;
  requested: number; // Unix milliseconds
  changed: number;
}

// SystemCard is one information system and how it is protected.
export interface SystemCard {
  name: string;
  unit: string;
  owner: string;
  level: number; // 1 to 5, 0 where not known
  approver: string; // province, department, "" where its level file is not approved
  layers: string[]; // the four layers' coverage: none, partial, full, "" where not assessed
  audited_on: string;
  review_due: string;
}

// FeedCard is one link to another system.
export interface FeedCard {
  name: string;
  up: boolean;
  reason: string;
  changed: number; // since when, Unix milliseconds
}

// StepCard is one step of an incident's procedure.
export interface StepCard {
  incident: string; // its id
  number: number;
  title: string;
  role: string;
  assignee: string;
  status: string; // open, assigned
  due: string;
}

// Breakdown is GET /api/v1/breakdowns/{view}: what a figure is made of. The rows, with what is withheld of them, add up to Total,
// which is the figure.
export interface Breakdown {
  view: string;
  figure: string;
  by: string;
  from: string; // first local day of the period
  at: string; // last local day
  // Position is the cut: asked for again with upto, the answer is the same.
  position: number;
  total: number;
  rows: Share[];
  // Withheld tells that the figure itself is too small to be told: Total is 0 then, and there are no rows.
  withheld: boolean;
}

// Share is a row of a breakdown.
export interface Share {
  key: string; // "" for what has none: by unit, what is the unit's own
  name: Text;
  view: string; // view id, where the row is one
  value: number;
  // Withheld tells that the value, of one procedure in one commune, is too small to be told; Value is 0 then.
  withheld: boolean;
}

// Report is GET /api/v1/reports/{view}: the columns of the report on dossiers, by rows. The rows, with
// what is withheld of them, add up to Total.
export interface Report {
  view: string;
  by: string;
  from: string;
  at: string;
  position: number;
  columns: ReportColumn[];
  rows: ReportRow[];
  total: ReportRow;
}

// ReportColumn names a column, and where it is one the figure and the channel whose list has its members.
export interface ReportColumn {
  id: string;
  name: Text;
  figure: string; // "": a difference of two columns
  channel: string; // "": any
}

// ReportRow is a row of a report.
export interface ReportRow {
  key: string;
  name: Text;
  view: string;
  values: Record<string, number>; // by column, every one
  // OnTimeRate is the per cent of OnTimeBase, the resolved, that were early or on time; null where none was resolved.
  on_time_rate: number | null;
  on_time_base: number;
  // Withheld are the columns whose values, of one procedure in one commune, are too small to be told. They are 0 then.
  withheld: string[];
}

// List is GET /api/v1/lists/{view}: the members that make a figure up.
export interface List {
  view: string;
  figure: string;
  from: string;
  at: string;
  position: number;
  // Count is how many members there are in all, Value the figure: the sum of their amounts. They differ where the amounts are
  // not 1 (VND), and where a leaving is dated before its coming (an amount of −1).
  count: number;
  value: number;
  members: Member[];
  next: string; // the cursor of the next page, "" on the last
  // Withheld tells that the members of one procedure in one commune are too few to be told. There are none then.
  withheld: boolean;
}

// Member is an event of a flow, or a thing that stands in a stock, with the event that put it there.
export interface Member {
  position: number;
  index: number;
  subject: string;
  type: string;
  occurred_at: string; // RFC 3339, local
  unit: string; // topology unit id
  department: string;
  procedure: string;
  aspect: string; // a dossier's channel, a payment's method
  level: string;
  due: string; // YYYY-MM-DD, "" where there is none
  amount: number;
}

// Timeline is GET /api/v1/timeline/{noun}/{id}: every event of one thing, the first one first.
export interface Timeline {
  subject: string;
  position: number;
  events: TimelineEvent[];
  next: string;
}

// TimelineEvent is an event as the log has it.
export interface TimelineEvent {
  position: number;
  index: number;
  id: string;
  source: string;
  type: string;
  occurred_at: string; // by the source's clock; RFC 3339, local
  recorded_at: string; // by the log's clock
  correlation: string;
  causation: string;
  simulated: boolean;
  backfill: boolean;
  data: unknown; // as in the CloudEvent
}

// Scorecards is GET /api/v1/scorecard: the scorecard of Decision 766 of every unit and department. Null is "not known",
// which is not 0.
export interface Scorecards {
  period: string; // as it was asked for
  from: string;
  to: string;
  position: number;
  formula: ScorecardFormula;
  groups: ScorecardTable[];
}

// ScorecardFormula is the version by which the scores were computed.
export interface ScorecardFormula {
  id: string;
  provenance: Text;
  max: number;
}

// ScorecardTable is those that are ranked among each other, the best first, the unranked last.
export interface ScorecardTable {
  id: string; // districts, departments
  name: Text;
  rows: Scorecard[];
}

// Scorecard is one unit's or department's.
export interface Scorecard {
  key: string; // unit or department id
  view: string;
  name: Text;
  // Rank is by the official scores first, then by Percent; null where neither is known.
  rank: number | null;
  // Points are the sum of the known ones, of Base that could be had of what is known; Percent is their share.
  points: number | null;
  base: number;
  percent: number | null;
  // Grade is of the official score where there is one, else of Percent; null where neither is known.
  grade: ScorecardGrade | null;
  official: OfficialScore | null;
  groups: ScorecardGroup[];
}

// ScorecardGrade is a grade's name.
export interface ScorecardGrade {
  id: string;
  name: Text;
}

// OfficialScore is the score that an authority reports.
export interface OfficialScore {
  value: number;
  issuer: string;
  name: Text; // of the issuer
  from: string;
  to: string;
  as_of: string;
  document: string;
}

// ScorecardGroup is one of the six groups.
export interface ScorecardGroup {
  code: string;
  name: Text;
  max: number;
  points: number | null;
  base: number;
  metrics: ScorecardMetric[];
}

// ScorecardMetric is a ratio and its points, capped at Max.
export interface ScorecardMetric {
  code: string;
  name: Text;
  max: number;
  numerator: number | null;
  denominator: number | null;
  ratio: number | null; // raw
  points: number | null;
  source: string; // events, reported:<issuer>, none
}

export const TypeSubscribe = "subscribe";

export const TypeUnsubscribe = "unsubscribe";

export const TypeHello = "hello";

export const TypeSnapshot = "snapshot";

export const TypeDelta = "delta";

export const TypeHeartbeat = "heartbeat";

export const TypeError = "error";

export const CloseDraining = 4000; // the gateway is going down: reconnect at once

export const CloseUnresponsive = 4001; // nothing was heard from the client for a minute, not even a pong

export const CloseBadMessage = 4500; // the client broke the protocol: do not reconnect

export const CloseDenied = 4501; // not allowed (once there is a sign-in): do not reconnect

export const HeartbeatMillis = 1000; // a heartbeat at least this often

export const DeadLinkMillis = 2500; // a client that heard nothing for so long shows that the link is lost

// ClientMessage is anything that a client says.
export interface ClientMessage {
  type: string; // subscribe or unsubscribe
  view: string;
  // Since is the position of the frame that the client holds; without it, it gets a snapshot.
  since?: number;
}

// Hello is the first message of a connection.
export interface Hello {
  type: string;
  gateway: string; // identity of this gateway process
  version: string; // of the program: screens reload when it changes
  province: string; // topology id
  // Log identifies the log's contents; positions of another log mean nothing here.
  log: string;
  head: number;
  position: number;
}

// Snapshot is a view's whole frame at a position.
export interface Snapshot {
  type: string;
  view: string;
  position: number;
  frame: Frame;
}

// Delta changes a frame from one position to another.
export interface Delta {
  type: string;
  view: string;
  from: number;
  to: number;
  patch: Patch;
}

// Patch is a JSON Merge Patch of a Frame: null removes a member.
export type Patch = Record<string, unknown>;

// Heartbeat tells how far the log is and how far this gateway has come.
export interface Heartbeat {
  type: string;
  head: number; // last position of the log
  position: number; // position of the frames that this gateway gives now
  projected: number; // position up to which ClickHouse has it
  consistent: boolean; // the sums here and in ClickHouse agreed when last compared
  time: number; // gateway's clock, Unix milliseconds
}

// Error answers a client message that could not be served. The connection stays.
export interface Error {
  type: string;
  code: string; // unknown_view, too_many_views
  message: string;
  view?: string;
}

// Frame is what one view shows at one position. Maps leave out zero values, but for Figures,
// which always has every figure of the view.
export interface Frame {
  // Day is the local date that the log's clock has reached, "2024-07-01"; "" before the first.
  day: string;
  // From is the first day of the period that the flow figures sum: 1 January of Day's year.
  from: string;
  // Simulated tells that simulated events are among those counted here.
  simulated: boolean;
  // Figures: figure → value; flows from From to Day, stocks at this position.
  figures: Record<string, number>;
  // Today: figure → value, flows of Day alone.
  today: Record<string, number>;
  // Hours: figure → hour of Day ("00" to "23") → value, for the figures with a curve.
  hours: Record<string, Record<string, number>>;
  // Days: figure → date → value, for the figures with a curve, the last DaysShown days to Day.
  days: Record<string, Record<string, number>>;
  // Children: view id of each child → its figures (those of ChildFigures).
  children: Record<string, Record<string, number>>;
  // Procedures: procedure code → received, resolved, open, for the TopProcedures with most received this year.
  procedures: Record<string, ProcedureRow>;
  // Nouns: noun (dossier, payment, alert, incident, alarm, model) → when it last changed here.
  nouns: Record<string, Freshness>;
  // Models: model id → its card. Only in views that own models.
  models: Record<string, ModelCard>;
  // Incidents: incident id → its card; the open ones and the last few closed.
  incidents: Record<string, IncidentCard>;
  // Alarms: alarm id → its card; active ones.
  alarms: Record<string, AlarmCard>;
  // Reported: id → what one issuer says of the unit itself, latest period. Two issuers of one indicator are two cards.
  reported: Record<string, ReportedCard>;
  // Explanations: id → its card; those that are owed or wait for acceptance.
  explanations: Record<string, ExplanationCard>;
  // Systems: id → its card; the information systems in use.
  systems: Record<string, SystemCard>;
  // Feeds: id → its card; links to other systems.
  feeds: Record<string, FeedCard>;
  // Steps: id → its card; steps of incidents' procedures that are to be done.
  steps: Record<string, StepCard>;
}

export const DaysShown = 30;

export const TopProcedures = 10;

export const MaxIncidents = 12;

export const MaxAlarms = 20;

export const MaxReported = 200;

export const MaxExplanations = 20;

export const MaxSystems = 60;

export const MaxFeeds = 20;

export const MaxSteps = 20;

// ProcedureRow is one procedure's row in a view, this year.
export interface ProcedureRow {
  received: number;
  resolved: number;
  open: number;
}

// Freshness tells how fresh the figures of a noun are.
export interface Freshness {
  position: number; // of the last event of that noun counted here
  recorded: number; // when the log took it, Unix milliseconds
  occurred: number; // when it happened, Unix milliseconds
}

