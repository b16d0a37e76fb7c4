import { distance } from 'fastest-levenshtein';
import { fold } from './fold';

/** Somewhere that one can go, and what it may be asked by: its name, its id, its short name. */
export interface Place {
  readonly name: string;
  readonly address: string;
  readonly keys: readonly string[];
}

/** How like two words have to be, 0 to 1, for one to be offered for the other. */
const LIKE = 0.6;
/** Words shorter than this begin too many others. */
const SHORT = 3;

/** The places whose keys are nearest to what was asked, the nearest first; none where nothing is like it. */
export function nearest(asked: string, places: readonly Place[], most = 4): readonly Place[] {
  const typed = fold(asked);
  if (typed === '') return [];
  return places
    .map((place) => ({ place, like: Math.max(0, ...place.keys.map((key) => likeness(typed, fold(key)))) }))
    .filter(({ like }) => like >= LIKE)
    .sort((a, b) => b.like - a.like)
    .slice(0, most)
    .map(({ place }) => place);
}

/** How like two folded texts are, by Levenshtein's distance: 1 for the same, less where one only begins or holds the other, 0 for nothing in common. */
function likeness(a: string, b: string): number {
  if (b === '') return 0;
  const [x, y] = [a.replaceAll(' ', ''), b.replaceAll(' ', '')];
  const length = Math.max(x.length, y.length);
  const like = 1 - distance(x, y) / length;
  const isPart = a.length >= SHORT && (b.startsWith(a) || b.split(' ').includes(a));
  return isPart ? Math.max(like, 0.9 - 0.1 * (1 - x.length / length)) : like;
}
