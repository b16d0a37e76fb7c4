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
    ...change,
  };
}

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
  expect(judge(judgementOf(rules, 'overdue', 'open'), value, base)).toBe(want);
});

it('says nothing where no rule does', () => {
  expect(judge(judgementOf(rules, 'overdue', 'resolved'), 9, 10)).toBe('neutral');
  expect(judge(judgementOf([rule('late', 10)], 'overdue', 'open'), 9, 100)).toBe('normal');
});
