import { expect, it } from 'vitest';
import type { Fraction, PaymentReportRow } from '../wire/wire.gen';
import { paymentAddress, paymentNumbers, paymentRow, paymentTotal, tellsRates, told } from './payments';

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
  withheld: [],
  ...change,
});
const cut = { view: 'province', from: '2024-01-01', at: '2024-06-30', upto: '9', by: 'unit' };
const BEHIND = '&from=2024-01-01&at=2024-06-30&upto=9';
const numbers = new Map(paymentNumbers.map((number) => [number.id, number]));

function address(of: ReturnType<typeof paymentRow>, id: (typeof paymentNumbers)[number]['id']) {
  const number = numbers.get(id);
  return number && paymentAddress(cut, of, number);
}

it('opens of each number the list that it counts', () => {
  const unit = paymentRow('unit', row({ key: '1', view: 'commune/1' }));
  expect(address(unit, 'billed')).toBe(`/lists?view=commune%2F1${BEHIND}&figure=payments.billed`);
  expect(address(unit, 'paid_online')).toBe(
    `/lists?view=commune%2F1${BEHIND}&figure=payments.succeeded&method=truc-tuyen`,
  );
  expect(address(unit, 'amount_vnd')).toBe(`/lists?view=commune%2F1${BEHIND}&figure=payments.amount_vnd`);
  expect(address(unit, 'refunded')).toBeUndefined();
  expect(address(unit, 'paid_directly')).toBeUndefined();
  const own = paymentRow('unit', row({}));
  expect(address(own, 'paid')).toBe(`/lists?view=province${BEHIND}&figure=payments.succeeded&own=true`);
  const without = paymentRow('procedure', row({}));
  expect(address(without, 'paid')).toBe(
    `/lists?view=province${BEHIND}&figure=payments.succeeded&procedure=none`,
  );
  const total = paymentTotal(row({ view: 'province' }));
  expect(address(total, 'paid')).toBe(`/lists?view=province${BEHIND}&figure=payments.succeeded`);
});

it('has no list of what lies in no unit of this map', () => {
  expect(address(paymentRow('unit', row({ key: 'unassigned' })), 'paid')).toBeUndefined();
});

it('tells nothing that is withheld, and has no list of it', () => {
  const few = paymentRow(
    'procedure',
    row({
      key: '1.2',
      paid_directly: 0,
      withheld: ['paid_online', 'paid_directly', 'amount_vnd', 'online_rate'],
    }),
  );
  expect([told(few, 'paid_online'), told(few, 'amount_vnd'), told(few, 'paid')]).toEqual([null, null, 19]);
  expect(tellsRates(few)).toBe(false);
  expect(address(few, 'paid_online')).toBeUndefined();
  expect(address(few, 'paid')).toBeDefined();
  const all = paymentRow('procedure', row({ key: '1.2' }));
  expect([told(all, 'amount_vnd'), told(all, 'refunded'), tellsRates(all)]).toEqual([38_000, 0, true]);
});
