import type { Rule, View } from '../wire/wire.gen';

/** How a figure stands: neutral has no judgement, the others are what colours mean. */
export type Level = 'neutral' | 'normal' | 'watch' | 'late';

/** How the province's rules of alarms judge a figure by its share of a base; the thresholds are in percent. */
export interface Judgement {
  readonly watch: number | undefined;
  readonly late: number | undefined;
  /** Of a share of fewer nothing is said. */
  readonly minBase: number;
}

/** Says nothing of any value. */
export const NO_JUDGEMENT: Judgement = { watch: undefined, late: undefined, minBase: 0 };

/**
 * The judgement that the rules make of a view by a figure and its base; the screens have none of their own. Of a view over which there is
 * no rule nothing is said: no alarm could ever say it.
 */
export function judgementOf(
  rules: readonly Rule[],
  figure: string,
  base: string,
  view: Pick<View, 'kind' | 'department'>,
): Judgement {
  const isPart = view.department !== '' && view.kind !== 'department';
  const about = rules.filter(
    (rule) =>
      rule.kind === 'threshold' &&
      rule.figure === figure &&
      rule.base === base &&
      rule.has_above &&
      !isPart &&
      rule.over.includes(view.kind),
  );
  const above = (severity: string): number | undefined =>
    about.find((rule) => rule.severity === severity)?.above;
  return {
    watch: above('watch'),
    late: above('late'),
    minBase: Math.max(0, ...about.map((rule) => rule.min_base)),
  };
}

/** How a value of a base stands. */
export function judge({ watch, late, minBase }: Judgement, value: number, base: number): Level {
  if ((watch ?? late) === undefined || base < Math.max(1, minBase)) return 'neutral';
  if (late !== undefined && 100 * value > late * base) return 'late';
  return watch !== undefined && 100 * value > watch * base ? 'watch' : 'normal';
}
