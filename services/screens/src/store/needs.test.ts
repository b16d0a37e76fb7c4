import { describe, expect, it } from 'vitest';
import {
  alarm,
  at,
  type Cards,
  DAY,
  english,
  explanation,
  feed,
  frameOf,
  incident,
  phrases,
  silent,
  step,
  viet,
} from '../testing/needs';
import type { AlarmCard, ModelCard } from '../wire/wire.gen';
import { noFigures } from './frames';
import { madeOf, needsOf } from './needs';
import { placeOf, wordsOf } from './needWords';

describe('what needs somebody', () => {
  it('stands worst first: severe, late, to be watched; of each what nobody has in hand before what somebody has', () => {
    const needs = needsOf(
      frameOf({
        alarms: {
          seen: alarm({ acknowledged: true }),
          watch: alarm({ severity: 'watch' }),
          seenWatch: alarm({ severity: 'watch', acknowledged: true }),
          young: alarm({ raised: at('2024-06-29') }),
          old: alarm({}),
        },
        explanations: {
          owed: explanation({ due: '2024-07-02' }),
          overdue: explanation({}),
          answered: explanation({ status: 'submitted' }),
        },
        incidents: {
          told: incident({ status: 'notified' }),
          severe: incident({ severity: 'severe', status: 'verified' }),
          over: incident({ status: 'resolved', severity: 'severe' }),
          found: incident({}),
        },
        feeds: { ndxp: feed(false), vneid: feed(true) },
        silences: { 'births:68:so-y-te': silent('2024-06-05') },
      }),
    );
    expect(needs.list.map(({ subjects }) => subjects[0])).toEqual([
      'incident/severe',
      ...['explanation/overdue', 'alarm/old', 'alarm/young', 'alarm/seen'],
      ...['incident/found', 'alarm/watch', 'feed/ndxp', 'indicator/births:68:so-y-te'],
      ...['incident/told', 'explanation/answered', 'explanation/owed', 'alarm/seenWatch'],
    ]);
    expect(needs.count).toBe(13);
  });

  it('is there once: what was ordered for an alarm, and what an alarm tells of something that has a card, are one', () => {
    const needs = needsOf(
      frameOf({
        alarms: {
          'dossiers.overdue.late/unit/672': alarm({}),
          'explanations.overdue/unit/677': alarm({ unit: '677', figure: 'explanations.overdue' }),
          'incident.severe/incident/SC-1': alarm({ unit: '678', originator: 'incident/SC-1' }),
          'steps.overdue/unit/68': alarm({ unit: '68', figure: 'steps.overdue' }),
          'feeds.others_down/unit/68': alarm({ unit: '68', figure: 'feeds.others_down', severity: 'watch' }),
          'indicators.silent/indicator/births:68:so-y-te': alarm({
            originator: 'indicator/births:68:so-y-te',
            severity: 'watch',
          }),
          'indicators.silent/indicator/deaths:672:so-y-te': alarm({
            originator: 'indicator/deaths:672:so-y-te',
            severity: 'watch',
          }),
        },
        explanations: {
          'GT-1': explanation({
            unit: '672',
            due: '2024-07-03',
            alarm: 'alarm/dossiers.overdue.late/unit/672',
          }),
          'GT-2': explanation({}),
        },
        incidents: { 'SC-1': incident({ severity: 'severe' }) },
        steps: { 'SC-1:2': step('2024-06-29'), 'SC-1:3': step('2024-07-29') },
        feeds: { ndxp: feed(false) },
        silences: { 'births:68:so-y-te': silent('2024-06-05') },
        figures: { ...noFigures, 'alarms.active': 7, 'indicators.silent': 2 },
      }),
    );
    expect(needs.list.map(({ subjects }) => [...subjects].sort())).toEqual([
      ['alarm/incident.severe/incident/SC-1', 'alarm/steps.overdue/unit/68', 'incident/SC-1', 'step/SC-1:2'],
      ['alarm/explanations.overdue/unit/677', 'explanation/GT-2'],
      ['alarm/dossiers.overdue.late/unit/672', 'explanation/GT-1'],
      ['alarm/feeds.others_down/unit/68', 'feed/ndxp'],
      [
        'alarm/indicators.silent/indicator/births:68:so-y-te',
        'alarm/indicators.silent/indicator/deaths:672:so-y-te',
        'indicator/births:68:so-y-te',
        'indicator/deaths:672:so-y-te',
      ],
    ]);
    expect([needs.rest, needs.count]).toEqual([[], 5]);
  });

  it('is counted also where the frame has no card of it', () => {
    const figures = {
      ...noFigures,
      'alarms.active': 3,
      'incidents.open': 2,
      'explanations.open': 1,
      'steps.overdue': 4,
      'feeds.down': 1,
      'indicators.silent': 9,
    };
    const needs = needsOf(frameOf({ alarms: { one: alarm({}) }, figures }));
    expect(needs.rest).toEqual([
      { figure: 'alarms.active', value: 2, all: 3 },
      { figure: 'explanations.open', value: 1, all: 1 },
      { figure: 'incidents.open', value: 2, all: 2 },
      { figure: 'steps.overdue', value: 4, all: 4 },
      { figure: 'feeds.down', value: 1, all: 1 },
      { figure: 'indicators.silent', value: 9, all: 9 },
    ]);
    expect(needs.count).toBe(20);
    const parts = madeOf(needs);
    expect(parts).toEqual([
      ['alarm', 3],
      ['incident', 2],
      ['explanation', 1],
      ['steps', 4],
      ['feed', 1],
      ['below', 9],
    ]);
    expect(parts.reduce((sum, [, n]) => sum + n, 0)).toBe(needs.count);
  });

  it('late steps of an incident without a card are one need', () => {
    const needs = needsOf(frameOf({ steps: { 'SC-1:1': step('2024-06-27'), 'SC-1:2': step('2024-06-29') } }));
    expect(needs.list.map(({ subjects }) => subjects)).toEqual([['step/SC-1:1', 'step/SC-1:2']]);
  });
});

describe('a need in words', () => {
  const overdue = { 'GT-1': explanation({}) };

  it('says who, what, and since when', () => {
    expect(phrases({ explanations: overdue })).toEqual(['Đơn Dương quá hạn giải trình 12\u00a0ngày']);
    expect(phrases({ explanations: overdue }, english)).toEqual([
      'Đơn Dương is 12\u00a0days late with an explanation',
    ]);
    const owed = { 'GT-1': explanation({ due: DAY }) };
    expect(phrases({ explanations: owed })).toEqual([
      `Đơn Dương phải giải trình, hạn ${viet.speech.date(DAY).slice(0, 5)}`,
    ]);
    const [need] = needsOf(frameOf({ explanations: owed })).list;
    expect(need && wordsOf(need, DAY, viet, 1248).phrase).toBe(
      'Đơn Dương phải giải trình, còn 3\u00a0giờ 12\u00a0phút',
    );
    expect(need && wordsOf(need, DAY, viet, 1248).brief).toBe('phải giải trình, còn 3\u00a0giờ 12\u00a0phút');
    expect(
      phrases({ silences: { 'a:68:so-y-te': silent('2024-06-05'), 'b:68:so-y-te': silent('2024-06-12') } }),
    ).toEqual(['Sở Y tế chưa gửi 2\u00a0số liệu từ 05/06']);
    expect(phrases({ feeds: { ndxp: feed(false) } })).toEqual(['Trục NDXP mất kết nối từ 27/06']);
    expect(phrases({ incidents: { 'SC-1': incident({ severity: 'severe' }) } })).toEqual([
      'Đức Trọng: sự cố nghiêm trọng “Mã độc” từ 29/06',
    ]);
    expect(phrases({ explanations: { 'GT-1': explanation({ unit: '68', department: 'health' }) } })).toEqual([
      'Sở Y tế quá hạn giải trình 12\u00a0ngày',
    ]);
  });

  it('says of an alarm what its rule saw', () => {
    const seen = (change: Partial<AlarmCard>): string[] =>
      phrases({ alarms: { one: alarm({ figure: 'dossiers.overdue', ...change }) } });
    expect(seen({ rule: 'dossiers.overdue.late', value: 123, base: 1000 })).toEqual([
      'Đà Lạt: đang quá hạn 12,3\u00a0% từ 28/06',
    ]);
    expect(
      seen({ rule: 'dossiers.overdue.late', value: 7, originator: 'unit/68:health', unit: '68' }),
    ).toEqual(['Sở Y tế: 7\u00a0đang quá hạn từ 28/06']);
    expect(seen({ rule: 'dossiers.open.growing', value: 1340, base: 1000 })).toEqual([
      'Đà Lạt: đang quá hạn tăng 34,0\u00a0% từ 28/06',
    ]);
    expect(seen({ rule: 'dossiers.silence', title: 'Không có tín hiệu' })).toEqual([
      'Đà Lạt: Không có tín hiệu từ 28/06',
    ]);
  });

  it.each<[Cards, string]>([
    [{ alarms: { one: alarm({}) } }, 'chưa ai nhận'],
    [{ alarms: { one: alarm({ acknowledged: true, by: 'lanh-dao' }) } }, 'Lãnh đạo đã nhận'],
    [{ alarms: { one: alarm({ acknowledged: true }) } }, 'đã có người nhận'],
    [{ alarms: { one: alarm({ escalated: true, escalated_to: '68' }) } }, 'chưa ai nhận, đã chuyển Lâm Đồng'],
    [{ explanations: overdue }, 'chờ đơn vị giải trình'],
    [{ explanations: { one: explanation({ status: 'submitted' }) } }, 'chờ chấp nhận'],
    [{ incidents: { one: incident({ status: 'verified' }) } }, 'đã xác minh'],
  ])('says who has it in hand: %#', (cards, said) => {
    const [need] = needsOf(frameOf(cards)).list;
    expect(need && wordsOf(need, DAY, viet).taken).toBe(said);
  });

  it('has one date: of what is owed the day by which it is due', () => {
    const told = (card: Parameters<typeof explanation>[0]): (string | undefined)[] => {
      const alarms = { one: alarm({ raised: at('2024-06-29') }) };
      const explanations = { 'GT-1': explanation({ alarm: 'alarm/one', ...card }) };
      const [need] = needsOf(frameOf({ alarms, explanations })).list;
      const said = need && wordsOf(need, DAY, viet);
      return [said?.what, said?.since, said?.age];
    };
    expect(told({})).toEqual(['quá hạn giải trình 12\u00a0ngày', 'hạn 18/06', '']);
    expect(told({ due: '2024-07-03' })).toEqual(['phải giải trình, hạn 03/07', '', '']);
    expect(told({ status: 'submitted', changed: at('2024-06-27') })).toEqual([
      'đã giải trình, chờ chấp nhận',
      'từ 27/06',
      '3\u00a0ngày',
    ]);
  });

  it('names the lead that is longest behind with what an alarm counts', () => {
    const counted = alarm({
      rule: 'dossiers.overdue.late',
      figure: 'models.milestones_overdue',
      value: 7,
      unit: '68',
    });
    const model = (lead: string, next_due: string): ModelCard => ({ lead, next_due }) as ModelCard;
    const models = {
      a: model('Sở Nội vụ', '2024-06-20'),
      b: model('Sở Y tế', '2024-06-12'),
      c: model('Công an tỉnh', ''),
      d: model('Sở Tư pháp', DAY),
    };
    const [said] = phrases({ alarms: { one: counted }, models });
    expect(said).toContain(', lâu nhất: Sở Y tế từ 28/06');
    expect(phrases({ alarms: { one: counted } })[0]).not.toContain('lâu nhất');
  });

  it('says how long, by the day of the frame', () => {
    const [need] = needsOf(frameOf({ alarms: { one: alarm({}) } })).list;
    expect(need && [DAY, '2024-06-28'].map((day) => wordsOf(need, day, viet).age)).toEqual([
      '2\u00a0ngày',
      'hôm nay',
    ]);
  });

  it('names the unit of which something is owed: of several the one of which it has been owed longest', () => {
    const below = { 'a:677:so-y-te': silent('2024-06-12', '677') };
    expect(phrases({ silences: below })).toEqual(['Sở Y tế chưa gửi 1\u00a0số liệu của Đơn Dương từ 12/06']);
    const both = {
      ...below,
      'a:672:so-y-te': silent('2024-06-05', '672'),
      'b:68:so-y-te': silent('2024-06-20'),
    };
    expect(phrases({ silences: both })).toEqual([
      'Sở Y tế chưa gửi 3\u00a0số liệu, lâu nhất của Đà Lạt từ 05/06',
    ]);
    expect(phrases({ silences: both }, english)).toEqual([
      'Health has not sent 3\u00a0figures, longest of Đà Lạt since 05/06',
    ]);
  });

  it('opens its own timeline, a silence what its agency owes', () => {
    const places = needsOf(
      frameOf({ alarms: { 'r/unit/672': alarm({}) }, silences: { 'a:68:so-y-te': silent('2024-06-05') } }),
    ).list.map(placeOf);
    expect(places).toEqual([
      ['timeline', { subject: 'alarm/r/unit/672' }],
      ['freshness', { agency: 'so-y-te' }],
    ]);
  });
});
