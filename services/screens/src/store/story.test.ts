import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { speech, type Language } from '../i18n/i18n';
import { type Member } from '../i18n/memberKinds';
import { members } from '../i18n/members';
import { words } from '../i18n/words';
import type { TimelineEvent, Topology, View } from '../wire/wire.gen';
import { isObject } from './answer';
import { subjectName, type Telling } from './spell';
import { storyTitle, tell, undefinedSets } from './story';
import { index } from './topology';

const root = new URL('../../../../', import.meta.url);
const text = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const languages: Language[] = ['vi', 'en'];

/** Every golden form of an event, as the timeline's API gives it. */
const goldens = readdirSync(new URL('pkg/event/testdata/', root))
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({
    name,
    event: timelineEvent(JSON.parse(text(`pkg/event/testdata/${name}`)) as Record<string, unknown>),
  }));

function timelineEvent(raw: Record<string, unknown>): TimelineEvent & { subject: string } {
  return {
    position: 812,
    index: 0,
    id: String(raw['id']),
    source: String(raw['source']),
    type: String(raw['type']),
    occurred_at: String(raw['time']),
    counted_at: String(raw['countedtime'] ?? raw['time']),
    recorded_at: String(raw['recordedtime']),
    correlation: String(raw['correlationid']),
    causation: String(raw['causationid']),
    extensions: {},
    simulated: true,
    backfill: true,
    data: raw['data'],
    subject: String(raw['subject']),
  };
}

const name = (id: string) => ({ vi: `Tên ${id.toUpperCase()}`, en: `Name of ${id.toUpperCase()}` });

function view(id: string, unit: string, department = ''): View {
  const named = { vi: `Đơn vị ${id.length}`, en: `Unit ${id.length}` };
  return {
    ...{ id, kind: '', parent: '', children: [], name: named, short: named, unit, department },
    ...{ lon: 0, lat: 0, area_km2: 0, neighbours: [] },
  };
}

interface File {
  agencies: { id: string; name: { vi: string; en: string }; short: { vi: string; en: string } }[];
  indicators: { id: string; name: { vi: string; en: string }; measured: string }[];
}
const figures = JSON.parse(text('pkg/topology/lamdong.indicators.json')) as File;
const { rules } = JSON.parse(text('pkg/topology/lamdong.rules.json')) as {
  rules: { id: string; title: { vi: string; en: string }; kind: string }[];
};
const screen = {
  ...{ id: '672', title: 'Đà Lạt', title_en: 'Da Lat', view: 'district/672', url: '' },
  group: '',
};

const province = index({
  ...{ id: 'p', name: name('p'), map: 'm', timezone: 'Asia/Ho_Chi_Minh', assumptions: [], programmes: [] },
  procedures: [{ code: '1.013225', name: 'Cấp giấy phép xây dựng', field: '', department: '', level: '' }],
  screens: [screen],
  ...{
    agencies: figures.agencies,
    phrases: [],
    indicators: figures.indicators,
    rules: [...rules, { ...rules[0], id: 'dossiers.overdue' }],
    pages: ['scorecard'],
    owners: {},
    calendar: { weekdays: [], holidays: [], makeup: [] },
  },
  views: [
    view('province', '68'),
    view('district/672', '672'),
    view('department/construction', '68', 'construction'),
    view('department/information', '68', 'information'),
  ],
} as unknown as Topology);

const telling = (language: Language): Telling => ({ speech: speech(language, 'Asia/Ho_Chi_Minh'), province });

/** What is shown of an event without opening the technical details. */
function shown(event: TimelineEvent, language: Language, before?: TimelineEvent): string[] {
  const told = tell(event, before, telling(language));
  return [told.what, told.when, told.who, ...told.lines.flatMap((line) => [line.label, ...line.values])];
}

/** The texts in data that must have become words: all but what a person wrote, numbers of documents and roles. */
function raw(data: unknown, all: Readonly<Record<string, Member>>): string[] {
  if (!isObject(data)) return [];
  return Object.entries(data).flatMap(([key, value]) => {
    const kind = all[key]?.kind ?? 'technical';
    if (['text', 'role', 'dossier', 'incident', 'procedure'].includes(kind)) return [];
    const values = Array.isArray(value) ? value : [value];
    return values.flatMap((one) => {
      if (isObject(one)) return raw(one, members[kind.slice(7)] ?? {});
      return typeof one === 'string' && one.length > 1 ? [one] : [];
    });
  });
}

describe.each(languages)('in %s', (language) => {
  it.each(goldens)('$name is told without a raw name, value, date, brace or id', ({ event }) => {
    const noun = event.type.split('.')[0] ?? '';
    const texts = shown(event, language);
    expect(texts.length).toBeGreaterThan(3);
    for (const one of texts) {
      expect(one).not.toMatch(/[{}[\]"]|\d{4}-\d{2}-\d{2}|\w_\w|undefined|null|NaN|^\s*$/);
      expect(one).not.toMatch(/không có tên trong danh mục|not named|nội dung khác|something else/);
    }
    const values = raw(event.data, members[noun] ?? {});
    const words = new Set(texts.flatMap((one) => one.split(/[\s·:,()→]+/)));
    // A word may be spelt in English as it is in the data: "early" is early.
    const english = language === 'en' ? /^[a-z ]+$/ : /^$/;
    expect(values.filter((value) => words.has(value) && !english.test(value))).toEqual([]);
  });

  it.each(goldens)('$name has a title that is no id', ({ event }) => {
    const title = storyTitle(event.subject, [event], telling(language));
    expect(title).not.toMatch(/\/|_|undefined|^$/);
  });
});

/** The constants that Go's source gives a type, by the type: "Flag" → skipped, repeated, … */
const constants = new Map<string, string[]>();
const fields = new Map<string, string[]>();
for (const file of readdirSync(new URL('pkg/event/', root))) {
  if (!file.endsWith('.go') || file.endsWith('_test.go')) continue;
  const source = text(`pkg/event/${file}`);
  for (const [, type = '', value = ''] of source.matchAll(/^\s*[A-Z]\w*\s+([A-Z]\w*)\s*= *"([^"]*)"/gm)) {
    constants.set(type, [...(constants.get(type) ?? []), value]);
  }
  for (const [, struct = '', body = ''] of source.matchAll(/^type ([A-Z]\w*) struct \{\n([\s\S]*?)^\}/gm)) {
    fields.set(
      struct,
      [...body.matchAll(/`json:"([a-z_]+)/g)].map(([, field = '']) => field),
    );
  }
}

const sets: Readonly<Record<string, string>> = {
  ...{ Flag: 'flag', AlertSeverity: 'severity', IncidentSeverity: 'severity', AlertStatus: 'alertStatus' },
  ...{ IncidentStatus: 'incidentStatus', IncidentReport: 'report', ExplanationStatus: 'explanationStatus' },
  ...{
    ModelStatus: 'modelStatus',
    PaymentStatus: 'paymentStatus',
    Outcome: 'outcome',
    StepStatus: 'stepStatus',
  },
  ...{ Timeliness: 'timeliness', ServiceLevel: 'level', Approver: 'approver', Coverage: 'coverage' },
  DisplayCommand: 'command',
};
const structs: Readonly<Record<string, string>> = {
  ...{ Alarm: 'alarm', Alert: 'alert', Catalogue: 'catalogue', Procedure: 'procedure', Clock: 'clock' },
  ...{ Display: 'display', DisplayMessage: 'message', DisplayStep: 'displayStep', Dossier: 'dossier' },
  ...{ Explanation: 'explanation', Feed: 'feed', Incident: 'incident', Criteria: 'criteria' },
  ...{ OwedReport: 'owed', IncidentPhase: 'phase', Indicator: 'indicator', ReportedFigure: 'indicator' },
  ...{ Model: 'model', Payment: 'payment', Command: 'command', Playlist: 'playlist' },
  ...{ PlaylistItem: 'item', Source: 'source', Step: 'step', System: 'system' },
};

describe('the language of events', () => {
  it('has words for every value of every set', () => {
    const left = [...constants.keys()].filter(
      (type) => !['Type', 'Noun', ...Object.keys(sets)].includes(type),
    );
    expect(left).toEqual([]);
    for (const [type, set] of Object.entries(sets)) {
      const values = constants.get(type) ?? [];
      expect(values.length, type).toBeGreaterThan(0);
      expect(values.filter((value) => !words[set]?.[value])).toEqual([]);
    }
    expect(undefinedSets()).toEqual([]);
  });

  it('has a name for every field of every type', () => {
    const unknown = [...fields.keys()].filter((struct) => fields.get(struct)?.length && !structs[struct]);
    expect(unknown).toEqual([]);
    for (const [struct, noun] of Object.entries(structs)) {
      const all = fields.get(struct) ?? [];
      expect(all.length, struct).toBeGreaterThan(0);
      expect(all.filter((field) => !members[noun]?.[field])).toEqual([]);
    }
  });

  it('says every word in both languages', () => {
    const texts = [
      ...Object.values(members).flatMap((all) => Object.values(all).map((one) => one.name)),
      ...Object.values(words).flatMap((all) => Object.values(all)),
    ];
    expect(texts.filter(({ vi, en }) => vi === '' || en === '')).toEqual([]);
  });
});

describe('a story', () => {
  const alarm = (more: Record<string, unknown>, type = 'alarm.raised.v1'): TimelineEvent => ({
    ...{
      position: 1,
      index: 0,
      id: 'e',
      source: 'langbiang/alarms.rules',
      type,
      correlation: '',
      causation: '',
      extensions: {},
    },
    ...{
      occurred_at: '2024-07-01T00:00:00Z',
      counted_at: '2024-07-01T00:00:00Z',
      recorded_at: '2026-01-01T00:00:00Z',
      simulated: false,
      backfill: false,
    },
    data: {
      rule: 'dossiers.overdue.late',
      originator: 'unit/672',
      unit: '672',
      value: 52,
      base: 500,
      threshold: 10,
      ...more,
    },
  });
  const values = (event: TimelineEvent, member: string, before?: TimelineEvent): readonly string[] =>
    tell(event, before, telling('vi')).lines.find((line) => line.member === member)?.values ?? [];

  it('says what a rule saw with its base, and its threshold in the same unit', () => {
    expect(values(alarm({}), 'value')).toEqual(['52\u00a0trên 500 (10,4\u00a0%)']);
    expect(values(alarm({}), 'threshold')).toEqual(['10\u00a0%']);
    expect(
      values(alarm({ rule: 'feeds.national_down', value: 1, base: 0, threshold: 0.5 }), 'value'),
    ).toEqual(['1']);
    const silence = { rule: 'dossiers.silence', value: 26, base: 24, threshold: 0 };
    expect(values(alarm(silence), 'value')).toEqual(['26\u00a0giờ làm việc không có tín hiệu']);
  });

  it('says who: a role, the rules, or that nobody was recorded', () => {
    const who = (event: TimelineEvent): string => tell(event, undefined, telling('vi')).who;
    expect(who(alarm({}))).toBe('Hệ thống, theo quy tắc');
    const command = {
      ...alarm({ by: 'truc-ban' }, 'alarm.acknowledged.v1'),
      source: '/api/v1/alarms/x/acknowledge',
    };
    expect(who(command)).toBe('vai trò truc-ban');
    expect(who({ ...command, data: {} })).toBe('Không ghi vai trò');
  });

  it('says a change of status as one line, and of a list what is new in it', () => {
    const phase = (phase: string, day: string) => ({
      phase,
      at: `2024-07-0${day}T01:00:00Z`,
      by: 'truc-soc',
    });
    const incident = (from: string, to: string, phases: unknown[]): TimelineEvent => ({
      ...alarm({}, 'incident.verified.v1'),
      data: { from, to, phases },
    });
    const first = incident('open', 'open', [phase('open', '1')]);
    const second = incident('open', 'verified', [phase('open', '1'), phase('verified', '2')]);
    expect(values(second, 'to', first)).toEqual(['Phát hiện → Xác minh']);
    expect(values(second, 'phases', first)).toEqual(['Xác minh · 02/07/2024 08:00 · Trực SOC']);
  });

  it('keeps what nobody named out of what is shown', () => {
    const event = { ...alarm({ mystery: { a: 1 } }), type: 'alarm.vanished.v9' };
    expect(shown(event, 'vi').join(' ')).not.toMatch(/mystery|vanished/);
    expect(tell(event, undefined, telling('vi')).technical.flat().join(' ')).toMatch(/\? mystery/);
  });

  it('keeps what the source added, and when the event counts, for those who look behind it', () => {
    const technical = (event: TimelineEvent): Record<string, string> =>
      Object.fromEntries(tell(event, undefined, telling('vi')).technical);
    const plain = technical(alarm({}));
    expect(plain).not.toHaveProperty('Tính vào lúc');
    expect(plain).not.toHaveProperty('Thuộc tính khác của nguồn');
    const told = technical({
      ...alarm({}),
      counted_at: '2024-07-02T01:30:00Z',
      extensions: { sampled: true, traceparent: '00-4bf9-00f0-01' },
    });
    expect(told['Tính vào lúc']).toBe('02/07/2024 08:30');
    expect(told['Thuộc tính khác của nguồn']).toBe('sampled = true\ntraceparent = 00-4bf9-00f0-01');
  });

  it('tells an alarm in the language that is spoken, and one without a rule in the catalogue by its title', () => {
    const [rule] = rules.filter(({ id }) => id === 'dossiers.on_time');
    const subject = 'alarm/dossiers.on_time/unit/672';
    const raised = alarm({ rule: 'dossiers.on_time', title: rule?.title.vi, originator: 'unit/672' });
    expect(storyTitle(subject, [raised], telling('en'))).toBe(rule?.title.en);
    expect(shown(raised, 'en')).not.toContain(rule?.title.vi);
    const manual = shown(alarm({ rule: 'manual', title: 'Ngập nhà kho', originator: 'unit/672' }), 'vi');
    expect(manual.filter((one) => one === 'Ngập nhà kho')).toHaveLength(2);
    expect(manual.join(' ')).not.toMatch(/không có tên/);
  });

  it('names what an alarm is about', () => {
    expect(subjectName('alarm/indicators.silent/indicator/health.facilities:68:so-y-te', telling('vi'))).toBe(
      'Chưa gửi số liệu đúng hạn · Cơ sở khám chữa bệnh dùng CCCD/VNeID · Đơn vị 8 · Sở Y tế',
    );
  });
});
