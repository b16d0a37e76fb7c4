import { describe, expect, it } from 'vitest';
import { speech } from '../i18n/i18n';
import { alarmName } from './alarmName';
import { roleName, ruleName, spell, spellSeconds, subjectName, type Telling } from './spell';
import { isCoded, sourceName } from './who';

describe('how long something is', () => {
  it('is told in the unit that fits, also of what is behind', () => {
    const vi = (seconds: number): string => spellSeconds(seconds, speech('vi', 'Asia/Ho_Chi_Minh'));
    expect([-1.4, 119, 240, -1800].map(vi)).toEqual([
      '-1\u00a0giây',
      '119\u00a0giây',
      '4\u00a0phút',
      '-30\u00a0phút',
    ]);
    expect([7260, 82_800, 90_000].map(vi)).toEqual([
      '2\u00a0giờ 1\u00a0phút',
      '23\u00a0giờ 0\u00a0phút',
      '25\u00a0giờ 0\u00a0phút',
    ]);
    expect(vi(76_236_630)).toBe('882\u00a0ngày');
    expect(spellSeconds(82_800, speech('en', 'Asia/Ho_Chi_Minh'))).toBe('23\u00a0h 0\u00a0min');
  });
});

it('tells a display by its diagonal in inches and by how many metres away it is read', () => {
  const telling = { speech: speech('vi', 'Asia/Ho_Chi_Minh') } as Telling;
  expect(spell('inches', 55, {}, telling)).toBe('55″');
  expect(spell('centimetres', 750, {}, telling)).toBe('7,5\u00a0m');
});

describe('who did something', () => {
  const agency = { id: 'so-y-te', name: { vi: 'Sở Y tế', en: 'Department of Health' } };
  const province = { topology: { agencies: [agency] }, views: new Map() } as unknown as Telling['province'];
  const vi = speech('vi', 'Asia/Ho_Chi_Minh');

  it.each([
    ['truc-soc', 'Trực SOC'],
    ['so-y-te', 'Sở Y tế'],
    ['to-ung-pho', 'vai trò to-ung-pho'],
    ['Trực ban UBND', 'Trực ban UBND'],
    ['', ''],
  ])('%j is said as %j', (by, name) => {
    expect(roleName(by, { speech: vi, province })).toBe(name);
  });

  it.each([
    ['/simulator/h1-2024/7', 'bộ mô phỏng'],
    ['langbiang/alarms.rules', 'hệ thống này'],
    ['/api/v1/alarms', 'hệ thống này'],
    ['//noc', 'nguồn //noc'],
  ])('the source %s is said as %s', (source, name) => {
    expect(sourceName(source, vi)).toBe(name);
  });
});

describe('an alarm is called', () => {
  const rules = [
    { id: 'incident.severe', title: { vi: 'Sự cố nghiêm trọng', en: 'Severe incident' } },
    { id: 'dossiers.on_time', title: { vi: 'Dưới 95\u00a0%', en: 'Below 95\u00a0%' } },
  ];
  const province = {
    topology: { rules },
    units: new Map([['672', { name: { vi: 'Đà Lạt', en: 'Da Lat' } }]]),
  } as unknown as Telling['province'];
  const alarm = { rule: 'dossiers.on_time', title: 'Dưới 95\u00a0%', originator: 'unit/672' };
  const severe = {
    rule: 'incident.severe',
    title: 'Sự cố nghiêm trọng: Mất điện',
    originator: 'incident/SC-1',
  };
  const named = { ...severe, title: 'Tên riêng' };
  const manual = { ...alarm, rule: 'manual', title: 'Ngập nhà kho' };

  it.each([
    ['vi', alarm, 'Dưới 95\u00a0%'],
    ['en', alarm, 'Below 95\u00a0%'],
    ['vi', severe, 'Sự cố nghiêm trọng: Mất điện'],
    ['en', severe, 'Severe incident: Mất điện'],
    ['vi', named, 'Tên riêng'],
    ['en', named, 'Severe incident: Incident SC-1'],
    ['vi', manual, 'Ngập nhà kho'],
    ['en', manual, 'Ngập nhà kho'],
  ] as const)('in %s for %j: %s', (language, card, name) => {
    expect(alarmName(card, { speech: speech(language, 'Asia/Ho_Chi_Minh'), province })).toBe(name);
  });

  it('as what it raised, where its rule is not in the catalogue', () => {
    const telling = { speech: speech('vi', 'Asia/Ho_Chi_Minh'), province };
    expect(ruleName('manual', telling, 'Ngập nhà kho')).toBe('Ngập nhà kho');
    expect(subjectName('alarm/manual/unit/672', telling)).toBe('Cảnh báo · Đà Lạt');
  });
});

it('tells ids that people know from those that the program made up', () => {
  expect(['GT-2024-03', '4bf92f35-77b3-4da6-a3ce-929d0e0e4736'].map(isCoded)).toEqual([true, false]);
});
