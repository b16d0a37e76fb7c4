import { expect, it } from 'vitest';
import { speech } from '../i18n/i18n';
import * as wire from '../wire/wire.gen';
import { agreementOf, reasons } from './agreement';

it('says that the ledger agrees only when it was compared and does', () => {
  expect(agreementOf(true, '')).toBe('agrees');
  expect(agreementOf(false, wire.ReasonDiffer)).toBe('differs');
  expect(agreementOf(false, wire.ReasonReplaced)).toBe('differs');
  expect(agreementOf(null, wire.ReasonStarting)).toBe('comparing');
  expect(agreementOf(null, wire.ReasonFilling)).toBe('comparing');
  expect(agreementOf(null, wire.ReasonClickHouseAway)).toBe('unknown');
  expect(agreementOf(undefined as unknown as null, 'later')).toBe('unknown');
});

it('has words for every reason of the wire, in both languages', () => {
  const codes = Object.entries(wire).filter(([name]) => name.startsWith('Reason'));
  expect(codes).toHaveLength(8);
  for (const [, code] of codes) {
    const key = reasons[String(code)];
    expect(key, String(code)).toBeDefined();
    for (const language of ['vi', 'en'] as const)
      expect(key && speech(language, 'Asia/Ho_Chi_Minh').t(key)).not.toBe('');
  }
});
