import { expect, it } from 'vitest';
import { speech } from '../i18n/i18n';
import type { ExplanationCard, Frame, Topology } from '../wire/wire.gen';
import { briefText, sentencesOf, sentencesOfNow, spoken, type Morning } from './briefWords';
import { noFigures } from './frames';
import { needsOf } from './needs';
import { index } from './topology';

const view = (id: string, name: string, children: string[] = []) => ({
  ...{ id, unit: id, parent: '', department: '', kind: 'district', children },
  ...{ name: { vi: name, en: name }, short: { vi: name, en: name } },
});
const province = index({
  name: { vi: 'Lâm Đồng', en: 'Lâm Đồng' },
  views: [view('68', 'Lâm Đồng', ['672', '677']), view('672', 'Đà Lạt'), view('677', 'Đơn Dương')],
  ...{ procedures: [], screens: [], agencies: [], phrases: [], rules: [] },
} as unknown as Topology);

const overdue = { unit: '677', department: '', alarm: '', status: 'requested', due: '2024-06-26' };
function morning(explanations: Record<string, ExplanationCard>): Morning {
  const frame = {
    ...{ day: '2024-07-01', simulated: true, explanations },
    ...{ alarms: {}, incidents: {}, steps: {}, feeds: {}, silences: {}, nouns: { dossier: {} } },
    figures: { ...noFigures, 'dossiers.open': 1000, 'dossiers.overdue': 11, 'indicators.silent': 2 },
    children: {
      '672': { 'dossiers.open': 600, 'dossiers.overdue': 6 },
      '677': { 'dossiers.open': 400, 'dossiers.overdue': 5 },
    },
  } as unknown as Frame;
  const changes = [
    { figure: 'dossiers.received', last: 3012, before: 2900, isWorse: false },
    { figure: 'dossiers.resolved', last: 2800, before: 2805, isWorse: false },
    { figure: 'dossiers.resolved_late', last: 28, before: 28, isWorse: false },
  ];
  return {
    ...{ frame, position: 2150, needs: needsOf(frame) },
    ...{ last: '2024-06-28', before: '2024-06-27', changes },
  };
}
const one = morning({ 'GT-1': { ...overdue, requested: 0 } as unknown as ExplanationCard });
const viet = { speech: speech('vi', 'Asia/Ho_Chi_Minh'), province };
const english = { speech: speech('en', 'Asia/Ho_Chi_Minh'), province };

it('is three sentences', () => {
  expect(sentencesOf(one, viet).map(spoken)).toEqual([
    'Thứ Hai, 01/07/2024, Lâm Đồng có 3\u00a0việc cần xử lý, gấp nhất là Đơn Dương quá hạn giải trình 5\u00a0ngày.',
    'Ngày làm việc gần nhất, Thứ Sáu, 28/06/2024, tiếp nhận 3.012\u00a0hồ sơ (tăng\u00a0112) và giải quyết 2.800 (giảm\u00a05) ' +
      'so với Thứ Năm, 27/06/2024; trả trễ hạn 28\u00a0hồ sơ, bằng 1,0\u00a0% số đã giải quyết.',
    'Hiện còn 1.000\u00a0hồ sơ đang xử lý, trong đó 11\u00a0đang quá hạn (1,1\u00a0%), tỷ lệ cao nhất ở Đơn Dương (1,3\u00a0%).',
  ]);
  expect(sentencesOf(one, english).map(spoken)[0]).toBe(
    'On Monday, 01/07/2024, 3\u00a0matters need somebody in Lâm Đồng, first of all: Đơn Dương is 5\u00a0days late with an explanation.',
  );
});

it('every figure opens what it counts, and nothing else opens anything', () => {
  const opened = sentencesOf(one, viet).map((sentence) =>
    sentence.flatMap(({ text, opens }) => {
      if (!opens) return [];
      return [[text, opens.kind === 'list' ? [opens.figure, opens.day, opens.view] : opens.kind]];
    }),
  );
  const late = 'dossiers.resolved_late';
  expect(opened).toEqual([
    [
      ['3', 'needs'],
      ['Đơn Dương quá hạn giải trình 5\u00a0ngày', 'need'],
    ],
    [
      ['3.012', ['dossiers.received', '2024-06-28', undefined]],
      ['tăng\u00a0112', ['dossiers.received', '2024-06-27', undefined]],
      ['2.800', ['dossiers.resolved', '2024-06-28', undefined]],
      ['giảm\u00a05', ['dossiers.resolved', '2024-06-27', undefined]],
      ['28', [late, '2024-06-28', undefined]],
      ['1,0\u00a0%', [late, '2024-06-28', undefined]],
    ],
    [
      ['1.000', ['dossiers.open', undefined, undefined]],
      ['11', ['dossiers.overdue', undefined, undefined]],
      ['1,1\u00a0%', ['dossiers.overdue', undefined, undefined]],
      ['Đơn Dương', ['dossiers.overdue', undefined, '677']],
      ['1,3\u00a0%', ['dossiers.overdue', undefined, '677']],
    ],
  ]);
  expect(sentencesOfNow(one, viet)).toEqual([sentencesOf(one, viet)[0], sentencesOf(one, viet)[2]]);
});

it('what happened is said with its place, unless that is the whole province', () => {
  const incident = (unit: string) => ({
    ...{ unit, title: 'Truy cập trái phép', status: 'eradicated', severity: 'severe', opened: 1, at: 1 },
  });
  const said = (unit: string): string => {
    const frame = { ...one.frame, explanations: {}, incidents: { 'SC-1': incident(unit) } };
    const counted = { ...frame, figures: { ...frame.figures, 'incidents.open': 1 } } as unknown as Frame;
    return spoken(sentencesOfNow({ frame: counted, needs: needsOf(counted) }, viet)[0] ?? []);
  };
  expect(said('672')).toContain('gấp nhất là sự cố nghiêm trọng “Truy cập trái phép” ở Đà Lạt');
  expect(said('68')).toMatch(/gấp nhất là sự cố nghiêm trọng “Truy cập trái phép”(?! ở)/);
});

it('says so where nothing needs anybody', () => {
  const frame = {
    ...one.frame,
    explanations: {},
    children: {},
    figures: { ...noFigures, 'dossiers.open': 7 },
  };
  const calm = sentencesOf({ ...one, frame, needs: needsOf(frame) }, viet).map(spoken);
  expect([calm[0], calm[2]]).toEqual([
    'Thứ Hai, 01/07/2024, Lâm Đồng không có việc nào cần xử lý.',
    'Hiện còn 7\u00a0hồ sơ đang xử lý, trong đó 0\u00a0đang quá hạn (0,0\u00a0%).',
  ]);
});

it('is a text with what stands and the last two working days', () => {
  const lines = briefText(one, viet).split('\n');
  expect(lines[0]).toBe('Điểm tin sáng · Lâm Đồng · Thứ Hai, 01/07/2024');
  expect(lines.slice(2, 5)).toEqual(sentencesOf(one, viet).map(spoken));
  expect(lines.slice(6)).toEqual([
    'Cảnh báo và việc chưa xử lý xong (3)',
    '1. Đơn Dương quá hạn giải trình 5\u00a0ngày (chờ đơn vị giải trình)',
    '+ 2\u00a0số liệu của địa phương chưa gửi (tất cả: 2)',
    '',
    'Thứ Sáu, 28/06/2024 so với Thứ Năm, 27/06/2024',
    'Hồ sơ tiếp nhận: 3.012 (+112)',
    'Hồ sơ đã giải quyết: 2.800 (−5)',
    'Đã trả trễ hạn: 28 (không đổi)',
    '',
    'Nguồn: sổ cái, vị trí #2.150. Cùng vị trí sổ cái luôn cho cùng con số. MÔ PHỎNG.',
    '',
  ]);
});
