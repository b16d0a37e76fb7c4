/** Pixels that rounding takes. */
const SLACK = 0.5;

/**
 * How many rows of these heights fit a room whole; where not all do, or there are `others` anyway, so many that a line of height `more`
 * stands below them.
 */
export function fitting(
  rows: readonly number[],
  room: number,
  gap: number,
  more: number,
  others = false,
): number {
  const fit = (within: number): number => {
    let used = -gap;
    const over = rows.findIndex((height) => (used += gap + height) > within + SLACK);
    return over < 0 ? rows.length : over;
  };
  const all = fit(room);
  return all === rows.length && !others ? all : fit(room - gap - more);
}

/** A part of a list that is shown at once: items from `start` to before `end`, the first of them at `top`. */
export interface Part {
  readonly start: number;
  readonly end: number;
  readonly top: number;
}

/**
 * Cuts a column of cards into parts that fit a room; cards with one top stand side by side and stay together. The last part has as many as
 * the room holds, some of the part before again: none is nearly empty.
 */
export function parts(cards: readonly { top: number; bottom: number }[], room: number): Part[] {
  const made: Part[] = [];
  let part = { start: 0, end: 0, top: 0 };
  cards.forEach(({ top, bottom }, i) => {
    const isBeside = i > 0 && cards[i - 1]?.top === top;
    const first = isBeside ? cards.findIndex((card) => card.top === top) : i;
    if (i === 0) part = { start: 0, end: 1, top };
    else if (bottom - part.top > room + SLACK && first > part.start) {
      made.push({ ...part, end: first });
      part = { start: first, end: i + 1, top };
    } else part.end = i + 1;
  });
  return cards.length > 0 ? [...made, filled(part, cards, room)] : made;
}

/** A part that begins as early as its room lets it. */
function filled(part: Part, cards: readonly { top: number; bottom: number }[], room: number): Part {
  const bottom = Math.max(...cards.slice(part.start).map((card) => card.bottom));
  const start = cards.findIndex(({ top }) => bottom - top <= room + SLACK);
  return start < 0 || start > part.start ? part : { ...part, start, top: cards[start]?.top ?? part.top };
}

/**
 * The longest form of a name that fits: whole; without what its longest brackets hold; or as many of its words as fit. What is left out
 * is an ellipsis.
 */
export function shorten(name: string, fits: (text: string) => boolean): string {
  if (fits(name)) return name;
  const [brackets = ''] = [...name.matchAll(/\([^()]+\)/g)]
    .map(([text]) => text)
    .sort((a, b) => b.length - a.length);
  const bare = brackets === '' ? name : name.replace(brackets, '(…)');
  if (fits(bare)) return bare;
  const words = bare.split(' ');
  let [low, high] = [1, words.length - 1];
  const first = (count: number): string =>
    `${words
      .slice(0, count)
      .join(' ')
      .replace(/[\s,;:/(]+$/, '')}…`;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(first(middle))) low = middle;
    else high = middle - 1;
  }
  return first(low);
}
