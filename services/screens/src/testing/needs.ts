// What needs somebody, as tests make it up.
import { speech } from '../i18n/i18n';
import { noFigures } from '../store/frames';
import { needsOf } from '../store/needs';
import { wordsOf } from '../store/needWords';
import { index } from '../store/topology';
import type {
  AlarmCard,
  ExplanationCard,
  FeedCard,
  Frame,
  IncidentCard,
  SilenceCard,
  StepCard,
  Topology,
  View,
} from '../wire/wire.gen';

export const DAY = '2024-06-30';
export const at = (day: string): number => Date.parse(`${day}T08:00:00+07:00`);

export const alarm = (change: Partial<AlarmCard>): AlarmCard =>
  ({
    title: 'Nhà kho bị ngập',
    rule: 'manual',
    unit: '672',
    originator: 'unit/672',
    acknowledged: false,
    raised: at('2024-06-28'),
    severity: 'late',
    escalated: false,
    escalated_to: '',
    figure: '',
    value: 0,
    base: 0,
    by: '',
    ...change,
  }) as AlarmCard;
export const explanation = (change: Partial<ExplanationCard>): ExplanationCard =>
  ({
    unit: '677',
    department: '',
    alarm: '',
    status: 'requested',
    due: '2024-06-18',
    requested: at('2024-06-13'),
    changed: at('2024-06-13'),
    ...change,
  }) as ExplanationCard;
export const incident = (change: Partial<IncidentCard>): IncidentCard =>
  ({
    title: 'Mã độc',
    unit: '678',
    severity: 'ordinary',
    status: 'open',
    opened: at('2024-06-29'),
    ...change,
  }) as IncidentCard;
export const silent = (due: string, unit = '68'): SilenceCard => ({
  indicator: '',
  issuer: 'so-y-te',
  unit,
  due,
});
export const step = (due: string): StepCard => ({ incident: 'SC-1', due }) as StepCard;
export const feed = (up: boolean): FeedCard =>
  ({ name: 'Trục NDXP', up, changed: at('2024-06-27') }) as FeedCard;

export type Cards = Partial<
  Pick<
    Frame,
    | 'alarms'
    | 'explanations'
    | 'incidents'
    | 'feeds'
    | 'models'
    | 'steps'
    | 'reported'
    | 'silences'
    | 'figures'
  >
>;

/** A frame with these cards; its figures count them unless they are given. */
export function frameOf(cards: Cards): Frame {
  const frame = {
    alarms: {},
    explanations: {},
    incidents: {},
    feeds: {},
    steps: {},
    silences: {},
    models: {},
    ...cards,
  };
  return { ...frame, day: DAY, figures: { ...noFigures, ...cards.figures } } as Frame;
}

const view = (unit: string, short: string, department = ''): View =>
  ({
    id: department ? `department/${department}` : `unit/${unit}`,
    unit,
    department,
    name: { vi: `Huyện ${short}`, en: `${short} District` },
    short: { vi: short, en: '' },
  }) as View;
const province = index({
  name: { vi: 'Tỉnh Lâm Đồng', en: 'Lâm Đồng' },
  timezone: 'Asia/Ho_Chi_Minh',
  views: [
    view('68', 'Lâm Đồng'),
    view('672', 'Đà Lạt'),
    view('677', 'Đơn Dương'),
    view('678', 'Đức Trọng'),
    view('68', 'Sở Y tế', 'health'),
  ],
  procedures: [],
  phrases: [],
  screens: [],
  agencies: [
    {
      id: 'so-y-te',
      name: { vi: 'Sở Y tế', en: 'Department of Health' },
      short: { vi: 'Sở Y tế', en: 'Health' },
    },
  ],
  rules: [
    {
      id: 'dossiers.overdue.late',
      kind: 'threshold',
      title: { vi: 'Quá hạn trên 10\u00a0%', en: 'Over 10\u00a0% overdue' },
    },
    { id: 'dossiers.open.growing', kind: 'trend', title: { vi: 'Tăng', en: 'Grows' } },
    { id: 'dossiers.silence', kind: 'silence', title: { vi: 'Không có tín hiệu', en: 'Nothing heard' } },
  ],
} as unknown as Topology);
export const viet = { speech: speech('vi', 'Asia/Ho_Chi_Minh'), province };
export const english = { speech: speech('en', 'Asia/Ho_Chi_Minh'), province };

export function phrases(cards: Cards, telling = viet): string[] {
  return needsOf(frameOf(cards)).list.map((need) => wordsOf(need, DAY, telling).phrase);
}
