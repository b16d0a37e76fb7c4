import type { LinkState } from '../net/link';
import type { Frame } from '../wire/wire.gen';
import type { Held } from './frames';

/**
 * loading: no frame yet. disconnected: the link is lost, so nobody knows. empty: no event of these
 * nouns was ever counted here, which is not zero. stale: the last event is older than its cadence.
 */
export type TileState = 'loading' | 'live' | 'stale' | 'disconnected' | 'empty';

export interface Freshness {
  readonly state: TileState;
  /** When the log took the newest event counted here, Unix milliseconds; 0 if there is none. */
  readonly recorded: number;
  /** How long ago that is by the gateway's clock, in milliseconds. */
  readonly age: number;
}

const MINUTE = 60_000;

/**
 * How long nouns that come in a steady stream may be silent before their tile says so, in a view with
 * so many levels of units below it. A commune may well have a quiet day; a province may not. The other
 * nouns are rare by nature: their age is shown and never called stale.
 */
const STEADY: ReadonlySet<string> = new Set(['dossier', 'payment']);
const SILENCE_BY_LEVELS = [24 * 60 * MINUTE, 4 * 60 * MINUTE, 30 * MINUTE];

export function longestSilence(noun: string, levelsBelow: number): number {
  if (!STEADY.has(noun)) return Infinity;
  return SILENCE_BY_LEVELS[Math.min(levelsBelow, SILENCE_BY_LEVELS.length - 1)] ?? Infinity;
}

/** How fresh a tile about `nouns` is; `now` is the gateway's clock in Unix milliseconds. */
export function freshness(
  link: LinkState,
  held: Held | undefined,
  nouns: readonly string[],
  levelsBelow: number,
  now: number,
): Freshness {
  const newest = held ? newestOf(held.frame, nouns) : undefined;
  const recorded = newest?.recorded ?? 0;
  const age = newest ? Math.max(0, now - recorded) : 0;
  const isDown = link === 'lost' || link === 'refused';
  if (isDown) return { state: 'disconnected', recorded, age };
  if (!held) return { state: 'loading', recorded, age };
  if (!newest) return { state: 'empty', recorded, age };
  return { state: age > longestSilence(newest.noun, levelsBelow) ? 'stale' : 'live', recorded, age };
}

function newestOf(frame: Frame, nouns: readonly string[]): { noun: string; recorded: number } | undefined {
  let newest: { noun: string; recorded: number } | undefined;
  for (const noun of nouns) {
    const recorded = frame.nouns[noun]?.recorded;
    if (recorded !== undefined && (!newest || recorded > newest.recorded)) newest = { noun, recorded };
  }
  return newest;
}
