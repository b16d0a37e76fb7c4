import type { Problem } from '../net/asking';
import type { Language } from './i18n';
import { pair } from './pair';

/** What only the page can say: that nobody answered, or somebody between who does not say why. */
const unsaid = {
  away: pair(
    'máy chủ không trả lời; hãy thử lại sau giây lát.',
    'the server does not answer; try again shortly.',
  ),
  refused: pair('máy chủ không nhận.', 'the server did not take it.'),
} as const;

/** Why a request was not served: the server's own words, which come in the language that the page speaks. */
export function whyOf(problem: Problem, language: Language): string {
  if (problem.detail) return problem.detail;
  return unsaid[problem.status === 0 || problem.status >= 500 ? 'away' : 'refused'][language];
}
