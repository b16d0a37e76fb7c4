import { expect, it } from 'vitest';
import type { Rule } from '../wire/wire.gen';
import { judge, judgementOf } from './judgement';

function rule(severity: string, above: number, change: Partial<Rule> = {}): Rule {
  return {
    id: `overdue.${severity}`,
    title: { vi: '', en: '' },
    kind: 'threshold',
    figure: 'overdue',
    base: 'open',
    severity,
    has_above: true,
    above,
    min_base: 20,
    over: ['district', 'department'],
    ...change,
  };
}

const district = { kind: 'district', department: '' };
const rules = [
  rule('late', 10),
  rule('watch', 5),
  rule('late', 1, { base: 'received' }),
  rule('watch', 1, { kind: 'trend' }),
];

it.each([
  [0, 100, 'normal'],
  [5, 100, 'normal'],
  [51, 1000, 'watch'],
  [10, 100, 'watch'],
  [101, 1000, 'late'],
  [19, 19, 'neutral'],
  [0, 0, 'neutral'],
])('%i of %i is %s, as an alarm would be raised', (value, base, want) => {
  expect(judge(judgementOf(rules, 'overdue', 'open', district), value, base)).toBe(want);
});

it('says nothing where no rule does', () => {
  expect(judge(judgementOf(rules, 'overdue', 'resolved', district), 9, 10)).toBe('neutral');
  expect(judge(judgementOf([rule('late', 10)], 'overdue', 'open', district), 9, 100)).toBe('normal');
});

it.each([
  ['district', '', 'late'],
  ['department', 'education', 'late'],
  ['commune', '', 'neutral'],
  ['province', '', 'neutral'],
  ['district', 'education', 'neutral'],
])('judges a %s of “%s” only where a rule is over it', (kind, department, want) => {
  expect(judge(judgementOf(rules, 'overdue', 'open', { kind, department }), 50, 100)).toBe(want);
});
