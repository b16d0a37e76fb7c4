// Generated from pkg/wire by services/screens/wiregen. Do not edit: change pkg/wire and run
// "go generate ./services/screens".

import type { ChildFigure, DayFigure, LiveFigure } from './figures.gen';

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
  // Map is the one whose views these are; without asking for one, the live views'.
  map: string;
  views: View[]; // every view, parents first
  procedures: Procedure[];
  screens: Screen[];
  assumptions: Assumption[];
  agencies: Agency[];
  programmes: Programme[];
  indicators: Indicator[];
  rules: Rule[];
  // Pages are those that a display can show beside screens and views, by their names.
  pages: string[];
  // Phrases are what sources and policies say in Vietnamese that has an English form.
  phrases: Text[];
  // Owners: noun (incident, model) → the department answerable for all of it.
  owners: Record<string, Text>;
  calendar: Calendar;
}

// Calendar tells working days: those of Weekdays (0 is Sunday) that are no Holidays, and the Makeup days.
export interface Calendar {
  weekdays: number[];
  holidays: string[];
  makeup: string[];
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

// Rule is a rule of alarms, as far as a screen judges by it.
export interface Rule {
  id: string;
  title: Text;
  kind: string; // threshold, trend, silence, event
  figure: string;
  base: string;
  severity: string;
  // Above is the threshold beyond which it holds, a percentage of Base if there is one; HasAbove tells whether there is any.
  has_above: boolean;
  above: number;
  min_base: number; // the least base for it to say anything
  // Over are the kinds of views that it judges, department among them; of others it says nothing.
  over: string[];
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

// Boundaries is GET /api/v1/boundaries: the outlines of units, by unit id; empty where the operator gave none.
export interface Boundaries {
  units: Record<string, Boundary>;
}

// Boundary is the outline of a unit: polygons, each an outer ring and its holes, of [longitude, latitude].
export interface Boundary {
  polygons: number[][][][];
}

// UnitMap is one row of GET /api/v1/maps: the tree of units as it stands from a day on.
export interface UnitMap {
  id: string;
  from: string; // first local day, "" for the first map
  title: Text;
  units: Record<string, number>; // kind → how many
  source: Text;
}

// Search is GET /api/v1/search: what matches, best first, at most SearchLimit.
export interface Search {
  query: string; // as it was folded
  results: Found[];
}

// Found is one thing found by a search.
export interface Found {
  kind: string; // dossier, incident, explanation, screen, procedure, agency, indicator or the kind of a unit: district, commune
  id: string; // of the thing that was found
  name: Text;
  view: string; // view id, "" for a procedure, an agency, an indicator
  url: string; // of a screen, of a timeline or of the page of reported figures, else ""
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
  figures: Record<DayFigure, number>;
  // Map and Level are those asked for, "" where none is. Children are then all views of that level, each with its figures that
  // are not 0. Own is what the view's unit, or one between it and the level, handles itself, with what its predecessors of the same
  // kind did. Unassigned is what was counted for units of other maps whose territory lies in no one unit of the level. For every figure,
  // Children, Own and Unassigned add up to Figures.
  map?: string;
  level?: string;
  children?: Record<string, Partial<Record<DayFigure, number>>>;
  own?: Partial<Record<DayFigure, number>>;
  unassigned?: Partial<Record<DayFigure, number>>;
  // UnassignedShare is Unassigned as a part of Figures, 0 to 1, of each figure of which anything is unassigned.
  unassigned_share?: Partial<Record<DayFigure, number>>;
  // Names are the children's, which on a later map are units that Topology does not have.
  names?: Record<string, Text>;
  // Reported is what issuers report of the view's own unit, as a frame has it: two issuers of one indicator are two.
  reported: Record<string, ReportedCard>;
}

// Status is GET /api/v1/status.
export interface Status {
  log: string;
  log_position: number; // as last seen
  // ProjectedPosition is what ClickHouse has now; null while it does not say.
  projected_position: number | null;
  live_position: number;
  // Consistent compares, at ComparedPosition, the ledger's checksum in ClickHouse with the gateway's: true only when they
  // were compared and agree, false when they differ or the log is not the one that they are of, null when that is not
  // known; Reason says why.
  consistent: boolean | null;
  reason: string; // as in a Heartbeat
  compared_position: number;
  difference: string; // what differs, or what does not answer; "" if nothing
  // ScenarioLoaded tells that the log has the whole history of the simulator that feeds this province; false where none is known.
  scenario_loaded: boolean;
  clients: number;
  version: string;
  // Simulated tells that simulated events are counted, or that a simulator feeds this province.
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
  site_units: string[]; // topology unit ids
  // Next is the milestone that is due first, NextDue by when (YYYY-MM-DD); both "" where none is planned.
  next: string;
  next_due: string;
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
  system: string; // its registered name, or what the source calls it
  by: string; // who said so last: a role or account
  // Phases are those of the response that were told, in order of time.
  phases: PhaseCard[];
}

// PhaseCard is when a phase of an incident's response was reached.
export interface PhaseCard {
  phase: string; // as the incident's status
  at: number; // Unix milliseconds
  by: string; // a role or account
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
  escalated_to: string; // unit id, once escalated
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

// Show tells a display what it shows: the answer to its hello, and again whenever that changes. Which item of a playlist is
// shown at a moment follows from this alone and the gateway's clock.
export interface Show {
  type: string;
  display: string;
  // Paired is false for a display that nobody has paired, or not any more, and for a wrong token; Notice says so, and all else is empty.
  paired: boolean;
  notice: string;
  name: string;
  place: string;
  group: string;
  // Diagonal in inches and Distance of who reads it in centimetres; 0 where nobody has said.
  diagonal: number;
  distance: number;
  // Shows is "playlist/<id>", an address ("/screens/672", "/views/district/672"), or "" for nothing yet.
  shows: string;
  assigned: number; // since when, Unix milliseconds
  blank: boolean;
  steps: DisplayStep[]; // hold, resume and next since then that still matter, oldest first
  message: DisplayMessage | null; // covers the display until its end
  playlist: Playlist | null;
}

// DisplayStep is one hold, resume or next.
export interface DisplayStep {
  command: string;
  at: number; // Unix milliseconds
}

// DisplayMessage is a text that covers a display.
export interface DisplayMessage {
  text: string; // Vietnamese
  text_en: string; // "" for none
  until: number; // Unix milliseconds
}

// Playlist is what displays show one after the other.
export interface Playlist {
  id: string;
  name: string;
  items: PlaylistItem[];
}

// PlaylistItem is one address of a playlist.
export interface PlaylistItem {
  address: string;
  seconds: number;
  // From and To are local times of day ("07:30"), "" for the whole day; From after To spans midnight.
  from: string;
  to: string;
  days: number[]; // of the week, 1 is Monday; none is every day
}

// Presence is GET /api/v1/presence: the displays and playlists of the log, and who is connected to this gateway.
export interface Presence {
  head: number; // last position of the log
  position: number; // of the frames that this gateway gives now
  version: string; // of the program
  time: number; // gateway's clock, Unix milliseconds
  displays: DisplayPresence[]; // by name
  playlists: Playlist[];
}

// DisplayPresence is a paired display: what it was told, and what it painted last. All times are of the gateway's clock.
export interface DisplayPresence {
  show: Show;
  online: boolean; // connected, which says nothing of what is seen: see Painting
  // Painting tells whether it has said within NotPaintingMillis what it painted. A page that hangs is connected all the same: the
  // browser answers for it.
  painting: boolean;
  painted: number; // when it said so last; 0 for never since it connected
  // Since is when it connected, or when it was last heard of if it is not online; 0 for never since this gateway started.
  since: number;
  // What it painted last; 0 or "" before it did.
  position: number; // of the frames painted
  behind: number; // by how many positions Head is ahead of it
  item: number; // of its playlist, from 1 on; 0 for none
  width: number; // pixels
  height: number;
  version: string; // of the program that it runs
  showing: string; // the address shown, "" for none
  held: boolean; // it stays on the item shown
  blank: boolean; // it is dark
  covered: boolean; // by a message
  // Places are the pages that paint with this display's token now, the oldest first, where there are several: somebody has copied it.
  places: DisplayPlace[];
}

// DisplayPlace is one of several pages that are the same display.
export interface DisplayPlace {
  since: number; // when it connected
  width: number; // pixels
  height: number;
  address: string; // from which it is connected, as far as the gateway sees it
}

// Before is the same dates of the year before, which an answer to compare=year is held against. It is null where that was not asked
// for, where the log knows nothing of them, and where small numbers may be withheld: a number beside it might tell one.
export interface Before {
  from: string;
  at: string;
  // Until is the local time of At up to which it is counted, "09:12", where the period's last day is not over; else "".
  until: string;
}

// Breakdown is GET /api/v1/breakdowns/{view}: what a figure is made of. The rows, with what is withheld of them, add up to Total,
// which is the figure.
export interface Breakdown {
  view: string;
  map: string; // whose view it is, and whose units the rows are
  figure: string;
  by: string;
  from: string; // first local day of the period
  at: string; // last local day
  // Position is the cut: asked for again with upto, the answer is the same.
  position: number;
  total: number;
  rows: Share[];
  // Standing tells that the figure says what is there at the period's end, not what happened in the period.
  standing: boolean;
  // Withheld tells that the figure itself is too small to be told: Total is 0 then, and there are no rows.
  withheld: boolean;
  before: Before | null;
  // TotalBefore is Total of Before; null where there is none, or the view was not of the same territory.
  total_before: number | null;
}

// Share is a row of a breakdown.
export interface Share {
  // Key is "" for what has none: by unit, what the view's unit handles itself (its list: own=true). By unit, "unassigned" is what was
  // counted for units of other maps and lies in no one of the rows' (its list: unassigned=true).
  key: string;
  name: Text;
  view: string; // view id, where the row is one
  value: number;
  // Withheld tells that the value, of one procedure in one commune, is too small to be told; Value is 0 then.
  withheld: boolean;
  // Before is Value of the period before; null where there is none, or the unit was not of the same territory.
  before: number | null;
}

// Report is GET /api/v1/reports/{view}: the columns of the report on dossiers, by rows. The rows, with
// what is withheld of them, add up to Total.
export interface Report {
  view: string;
  map: string; // whose view it is, and whose units the rows are
  by: string;
  from: string;
  at: string;
  position: number;
  columns: ReportColumn[];
  rows: ReportRow[];
  total: ReportRow;
  before: Before | null;
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
  // Before are Values of the period before; not there where there is none, or the unit was not of the same territory.
  before?: Record<string, number>;
}

// PaymentReport is GET /api/v1/reports/payments/{view}: the bills of a period and how they were paid. The numbers of the rows add
// up to Total's; the shares of procedures do not, for a procedure is handled in many places.
export interface PaymentReport {
  view: string;
  by: string; // unit, procedure, field, department
  from: string;
  at: string;
  position: number;
  rows: PaymentReportRow[];
  total: PaymentReportRow;
}

// PaymentReportRow is a row of the report on payments.
export interface PaymentReportRow {
  key: string; // "" for what has none
  name: Text;
  view: string; // view id, where the row is one
  billed: number; // bills made out: the obligations
  paid: number; // bills paid, however
  paid_online: number; // of these online
  paid_directly: number; // of these in cash, by transfer, or it is not told how
  refunded: number;
  amount_vnd: number; // paid, less refunds
  // OnlineRate and DirectRate are the bills paid so, of Billed.
  online_rate: Fraction;
  direct_rate: Fraction;
  // Offered is the procedures with a fee that can be paid online, of those of which that is known; of NotKnown it is not.
  // Used is the procedures with a fee that had a successful online payment in the period, of all with a fee.
  offered: Fraction;
  used: Fraction;
  not_known: number;
  // Withheld are the members whose numbers are too few to be told, and those from which they could be worked out: 0 here.
  withheld: string[];
}

// Fraction is a share with what it is of; Percent is null where there is nothing to be a share of.
export interface Fraction {
  numerator: number;
  denominator: number;
  percent: number | null;
}

// List is GET /api/v1/lists/{view}: the members that make a figure up.
export interface List {
  view: string;
  map: string; // whose view it is
  figure: string;
  from: string;
  at: string;
  position: number;
  // Standing tells that the figure says what is there at the period's end, not what happened in the period.
  standing: boolean;
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
  counted_at: string; // when it counts: event.Event.At
  recorded_at: string; // by the log's clock
  correlation: string;
  causation: string;
  extensions: unknown; // an object: its CloudEvents attributes besides those
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
  // Grades are all there are, the best first.
  grades: ScorecardGrade[];
}

// ScorecardTable is those that are ranked among each other, in the order of Rank, the unranked last.
export interface ScorecardTable {
  id: string; // districts, departments, province; communes
  name: Text;
  rows: Scorecard[];
}

// Scorecard is one unit's or department's.
export interface Scorecard {
  key: string; // unit or department id
  view: string;
  name: Text;
  // Rank is by Percent among those of which that is known, OfficialRank by the official scores among those that have one; null
  // where there is none. The two are different scales, which are never put in one order.
  rank: number | null;
  official_rank: number | null;
  // Points are the sum of the known ones, of Base that could be had of what is known; Percent is their share.
  points: number | null;
  base: number;
  percent: number | null;
  // Grade is of the official score of exactly this period where there is one, else of Percent; null where neither is known.
  grade: ScorecardGrade | null;
  // Graded is what Grade is of, in per cent of the possible points; null where there is none.
  graded: number | null;
  official: OfficialScore | null;
  groups: ScorecardGroup[];
}

// ScorecardGrade is a grade, given from so many per cent of the possible points on.
export interface ScorecardGrade {
  id: string;
  name: Text;
  from: number;
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
  // From and To are the first and the last day that the numbers are of ("": none), Days how many of the period's days they cover.
  from: string;
  to: string;
  days: number;
}

// Sources are what the clocks of sources say against ours.
export interface Sources {
  since: string; // by what the log recorded since then
  sources: SourceClock[];
}

// SourceClock is one source's clock. Seconds are by how much its times were ahead of ours when its events were recorded; less than 0:
// behind, which the way takes as well.
export interface SourceClock {
  source: string;
  events: number;
  ahead_seconds: number; // median
  most_ahead_seconds: number;
  counted_at_ours: number; // were of a time after ours, and count at ours
  late: number; // were of a time before what was known of the thing
  last: string; // when the log took the last of them; "": it took none
  // Refused are those that were not taken, because their times were too far ahead: at most by RefusedAheadSeconds; RefusedLast is
  // when that was recorded last, "" for never. What was refused in the last minutes may not be recorded yet.
  refused: number;
  refused_ahead_seconds: number;
  refused_last: string;
  subject: string; // on whose timeline the refusals are
}

export const KindShownThen = "shown_then";

export const KindKnownNow = "known_now";

// PastFrame is GET /api/v1/frames/{view}: the whole frame of a view at an earlier position, or of an earlier day or minute.
export interface PastFrame {
  view: string;
  position: number; // up to which entries of the log are counted
  kind: string; // shown_then, known_now
  // Minute is the local minute that was asked for, "2024-07-08T09:00"; "" where a whole day or a position was.
  minute: string;
  frame: Frame;
}

// ReplayStart is the first line of GET /api/v1/replays/{view}: the frame as the day began. Lines of ReplayStep follow.
export interface ReplayStart {
  view: string;
  position: number;
  kind: string;
  frame: Frame;
}

// ReplayStep is what changed in the frame until a minute of the day: a JSON Merge Patch over the frame of the line before.
export interface ReplayStep {
  minute: number; // of the day, up to 1440
  position: number;
  patch: Patch;
}

export const ReplayMinutes = 5;

export const TypeSubscribe = "subscribe";

export const TypeUnsubscribe = "unsubscribe";

export const TypeAt = "at";

export const TypeHello = "hello";

export const TypeSnapshot = "snapshot";

export const TypeDelta = "delta";

export const TypeHeartbeat = "heartbeat";

export const TypeError = "error";

export const TypeShow = "show";

export const CloseDraining = 4000; // the gateway is going down, or its views are another map's now: reconnect at once

export const CloseUnresponsive = 4001; // nothing was heard from the client for a minute, not even a pong

export const CloseBadMessage = 4500; // the client broke the protocol: do not reconnect

export const CloseDenied = 4501; // not allowed (once there is a sign-in): do not reconnect

export const HeartbeatMillis = 1000; // a heartbeat at least this often

export const DeadLinkMillis = 2500; // a client that heard nothing for so long shows that the link is lost

export const PaintedMillis = 2000; // a display says this often what it has painted

export const NotPaintingMillis = 10_000; // one that has not said so for so long does not paint, whatever else is heard of it

// ClientMessage is anything that a client says: subscribe, unsubscribe; a display on a wall also hello, once a connection, and
// at, each PaintedMillis, when it has painted.
export interface ClientMessage {
  type: string;
  view?: string; // of subscribe and unsubscribe
  // Since is the position of the frame that the client holds; without it, it gets a snapshot.
  since?: number;
  // Display and Token say in a hello which display this is: a Show answers.
  display?: string;
  token?: string;
  width?: number; // pixels
  height?: number;
  version?: string; // of the program that it runs
  // Page tells in a hello this page from another one with the same token; it is the same when the page connects again.
  page?: string;
  // Position of the frames that it has painted, the address Showing, the number of the Item of its playlist, from 1 on, and
  // whether it is Held, Blank, or Covered by a message, are said in an at.
  position?: number;
  showing?: string;
  item?: number;
  held?: boolean;
  blank?: boolean;
  covered?: boolean;
}

// Hello is the first message of a connection.
export interface Hello {
  type: string;
  gateway: string; // identity of this gateway process
  // Version is that of the program and of the map whose views are live: screens reload when it changes.
  version: string;
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

export const ReasonDiffer = "sums_differ"; // false: at the compared position the sums differ

export const ReasonReplaced = "log_replaced"; // false: the log went back, or is another

export const ReasonStarting = "starting"; // nothing was compared yet

export const ReasonLogAway = "log_away"; // the log does not answer

export const ReasonClickHouseAway = "clickhouse_away"; // ClickHouse does not answer

export const ReasonNoDatabase = "clickhouse_empty"; // ClickHouse has no database, or not its tables

export const ReasonFilling = "clickhouse_filling"; // ClickHouse has less than it had, or than the log had when this gateway started

export const ReasonNotCompared = "not_compared"; // what stands here was not compared for too long

// Heartbeat tells how far the log is and how far this gateway has come.
export interface Heartbeat {
  type: string;
  head: number; // last position of the log, as last seen
  position: number; // position of the frames that this gateway gives now
  // Projected is the position up to which ClickHouse has it; null while it does not say.
  projected: number | null;
  // Consistent is true only when the sums here and in ClickHouse were compared and agree, false when they differ or the
  // log is not the one that they are of, null when that is not known; Reason says why.
  consistent: boolean | null;
  reason: string; // sums_differ, log_replaced, …; "" when Consistent is true
  time: number; // gateway's clock, Unix milliseconds
}

// Error answers a client message that could not be served. The connection stays.
export interface Error {
  type: string;
  problem: string; // the problem's type, as RFC 9457 has it
  title: string; // in the language of who connected, as the detail is
  status: number;
  detail: string;
  code: string; // unknown_view, too_many_views
  message: string; // in English
  view?: string;
}

// Frame is what one view shows at one position. Maps leave out zero values, but for Figures,
// which always has every figure of the view.
export interface Frame {
  // Day is the local date that the log's clock has reached, "2024-07-01"; "" before the first.
  day: string;
  // From is the first day of the period that the flow figures sum: 1 January of Day's year.
  from: string;
  // Simulated tells that simulated events are among those counted here, or that a simulator feeds this province.
  simulated: boolean;
  // Figures: figure → value; flows from From to Day, stocks at this position.
  figures: Record<LiveFigure, number>;
  // Today: figure → value, flows of Day alone.
  today: Partial<Record<LiveFigure, number>>;
  // Hours: figure → hour of Day ("00" to "23") → value, for the figures with a curve.
  hours: Partial<Record<LiveFigure, Record<string, number>>>;
  // Days: figure → date → value, the last DaysShown days to Day, of the figures that are drawn by the day. Of a flow a day that is
  // not there is 0; a stock is as it stood at the day's end, 0 too, and not there where nothing is known of the day.
  days: Partial<Record<LiveFigure, Record<string, number>>>;
  // Children: view id of each child → its figures (those of ChildFigures).
  children: Record<string, Partial<Record<ChildFigure, number>>>;
  // Unusual: view id of this view and of each child → figure → how far it is from what is usual, where it is unusual.
  unusual: Record<string, Partial<Record<LiveFigure, Unusual>>>;
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
  // Silences: id → its card; reports that are owed here or below, those owed longest first.
  silences: Record<string, SilenceCard>;
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

export const MaxSilences = 20;

export const MaxExplanations = 20;

export const MaxSystems = 60;

export const MaxFeeds = 20;

export const MaxSteps = 20;

// SilenceCard is a report that was expected and has not come.
export interface SilenceCard {
  indicator: string; // its id in the topology
  unit: string; // of which it is owed: topology unit id
  issuer: string; // who owes it: agency id
  due: string; // by when, YYYY-MM-DD
}

// ProcedureRow is one procedure's row in a view, this year.
export interface ProcedureRow {
  received: number;
  resolved: number;
  open: number;
  // Withheld are the numbers of a unit with none below it that are too few to be told: received, resolved, open. They are 0 then.
  withheld: string[];
}

export const FewerThan = 5;

// Unusual is a figure of a view that is not what it usually is on this day of the week up to this hour, see ledger.Usual. It is a hint, and
// no rule's judgement.
export interface Unusual {
  value: number; // of Day before the hour
  // Low and High are the ends of what is usual, both included.
  low: number;
  high: number;
  hour: number; // up to which it is counted, 1 to 23
  days: number; // how many days of the same kind tell what is usual
  // Tenths is how far the value is from their median, in tenths of a deviation.
  tenths: number;
}

// Freshness tells how fresh the figures of a noun are.
export interface Freshness {
  position: number; // of the last event of that noun counted here
  recorded: number; // when the log took it, Unix milliseconds
  occurred: number; // when it happened, Unix milliseconds
}

