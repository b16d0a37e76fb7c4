import type { LinkState } from '../net/link';
import type { Held } from './frames';
import type { Needs } from './needs';

/** How a view stands: what is wrong with it, or why that cannot be said. */
export type Verdict = 'late' | 'watch' | 'normal' | 'loading' | 'empty' | 'lost' | 'differs';

/** What else than its frame decides how a view stands; nothing of it where the frame is of the past. */
export interface Knowing {
  readonly link: LinkState;
  /** Whether the figures agree with the ledger; null is not known. */
  readonly consistent: boolean | null;
}

/** How a view stands. It is never normal where that cannot be known: of the work of which nothing was ever heard. */
export function verdictOf(held: Held | undefined, needs: Needs, knowing: Knowing | undefined): Verdict {
  if (knowing && knowing.link !== 'live') return held || knowing.link !== 'connecting' ? 'lost' : 'loading';
  if (!held) return 'loading';
  if (knowing?.consistent === false) return 'differs';
  if (needs.count > 0) return needs.list.some(({ severity }) => severity === 'late') ? 'late' : 'watch';
  return held.frame.nouns['dossier'] === undefined ? 'empty' : 'normal';
}
