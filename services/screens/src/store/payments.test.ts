import { expect, it } from 'vitest';
import type { Fraction, PaymentReportRow, Topology } from '../wire/wire.gen';
import { paymentAddress, paymentNumbers, paymentRow, paymentTotal, tellsRates, told } from './payments';
import { index } from './topology';

const none: Fraction = { numerator: 0, denominator: 0, percent: null };
const row = (change: Partial<PaymentReportRow>): PaymentReportRow => ({
  key: '',
  name: { vi: '', en: '' },
  view: '',
  billed: 20,
  paid: 19,
  paid_online: 16,
  paid_directly: 3,
  refunded: 0,
  amount_vnd: 38_000,
  online_rate: none,
  direct_rate: none,
  offered: none,
  used: none,
  not_known: 0,
  ...change,
});
const province = index({
  views: [
    { id: 'province', parent: '', children: ['commune/1'], department: '', unit: '68' },
    { id: 'commune/1', parent: 'province', children: [], department: '', unit: '1' },
  ],
  procedures: [],
  screens: [],
  rules: [],
} as unknown as Topology);
const cut = { view: 'province', from: '2024-01-01', at: '2024-06-30', upto: '9', by: 'unit' };
const BEHIND = '&from=2024-01-01&at=2024-06-30&upto=9';
const numbers = new Map(paymentNumbers.map((number) => [number.id, number]));

function address(of: ReturnType<typeof paymentRow>, id: (typeof paymentNumbers)[number]['id']) {
  const number = numbers.get(id);
  return number && paymentAddress(cut, of, number);
}

it('opens of each number the list that it counts', () => {
  const unit = paymentRow(province, cut, 'unit', row({ key: '1', view: 'commune/1' }));
  expect(address(unit, 'billed')).toBe(`/lists?view=commune%2F1${BEHIND}&figure=payments.billed`);
  expect(address(unit, 'paid_online')).toBe(
    `/lists?view=commune%2F1${BEHIND}&figure=payments.succeeded&method=truc-tuyen`,
  );
  expect(address(unit, 'amount_vnd')).toBe(`/lists?view=commune%2F1${BEHIND}&figure=payments.amount_vnd`);
  expect(address(unit, 'refunded')).toBeUndefined();
  expect(address(unit, 'paid_directly')).toBeUndefined();
  const own = paymentRow(province, cut, 'unit', row({}));
  expect(address(own, 'paid')).toBe(`/lists?view=province${BEHIND}&figure=payments.succeeded&own=true`);
  const without = paymentRow(province, cut, 'procedure', row({}));
  expect(address(without, 'paid')).toBe(
    `/lists?view=province${BEHIND}&figure=payments.succeeded&procedure=none`,
  );
  const total = paymentTotal(province, cut, row({ view: 'province' }));
  expect(address(total, 'paid')).toBe(`/lists?view=province${BEHIND}&figure=payments.succeeded`);
});

it('has no list of what lies in no unit of this map', () => {
  expect(address(paymentRow(province, cut, 'unit', row({ key: 'unassigned' })), 'paid')).toBeUndefined();
});

it('tells no few of one procedure in one commune, nor what would tell them', () => {
  const commune = { ...cut, view: 'commune/1' };
  const few = paymentRow(province, commune, 'procedure', row({ key: '1.2' }));
  expect(told(few, 'paid_directly')).toBeNull();
  expect(told(few, 'amount_vnd')).toBeNull();
  expect(told(few, 'paid')).toBe(19);
  expect(tellsRates(few)).toBe(false);
  const many = paymentRow(province, commune, 'procedure', row({ key: '1.2', paid_directly: 5, paid: 21 }));
  expect([told(many, 'amount_vnd'), told(many, 'refunded'), tellsRates(many)]).toEqual([38_000, 0, true]);
  const taxes = paymentRow(province, commune, 'procedure', row({}));
  expect([told(taxes, 'paid_directly'), tellsRates(taxes)]).toEqual([3, true]);
  const whole = paymentTotal(province, { ...commune, procedure: '1.2' }, row({}));
  expect(told(whole, 'paid_directly')).toBeNull();
  expect(tellsRates(paymentTotal(province, commune, row({})))).toBe(true);
  const communes = { ...cut, procedure: '1.2' };
  expect(tellsRates(paymentRow(province, communes, 'unit', row({ key: '1', view: 'commune/1' })))).toBe(
    false,
  );
});
