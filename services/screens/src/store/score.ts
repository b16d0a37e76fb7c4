import type { Say } from '../i18n/desk';
import type { Speech } from '../i18n/i18n';
import type { Scorecard, ScorecardGrade, ScorecardGroup } from '../wire/wire.gen';

type Points = (value: number) => string;

/** Cards by their share of the points, the least first; those of which it is not known last. */
export function worstFirst(cards: readonly Scorecard[]): Scorecard[] {
  const share = ({ percent }: Scorecard): number => percent ?? Infinity;
  return [...cards].sort((a, b) => (share(a) === share(b) ? 0 : share(a) - share(b)));
}

/** How many of the points that are known were not had; null where none is known. */
export function lostOf({ points, base }: Pick<Scorecard, 'points' | 'base'>): number | null {
  return points === null ? null : base - points;
}

/** The group in which most points were lost; undefined where none was. */
export function mostLost({ groups }: Scorecard): ScorecardGroup | undefined {
  const [worst] = [...groups].sort((a, b) => (lostOf(b) ?? 0) - (lostOf(a) ?? 0));
  return worst && (lostOf(worst) ?? 0) > 0 ? worst : undefined;
}

/** How many points a card lacks of the grade above its own; of the best, by how many it is above its bound. */
export function gradeNote(
  { grade, graded }: Scorecard,
  grades: readonly ScorecardGrade[],
  points: Points,
  s: Speech,
  say: Say,
): string {
  if (!grade || graded === null) return '';
  const above = grades[grades.findIndex(({ id }) => id === grade.id) - 1];
  return above
    ? say('score.next', { n: points(above.from - graded), grade: s.text(above.name) })
    : say('score.above', { n: points(graded - grade.from), from: s.decimal(grade.from) });
}

/** The grades with their bounds, in words, the best first. */
export function gradesInWords(grades: readonly ScorecardGrade[], s: Speech, say: Say): string {
  const parts = grades.map(({ name, from }, i) => {
    const above = grades[i - 1];
    return from > 0 || !above
      ? say('score.from', { grade: s.text(name), from: s.decimal(from) })
      : say('score.below', { grade: s.text(name), from: s.decimal(above.from) });
  });
  return say('score.grades', { grades: parts.join(', ') });
}
