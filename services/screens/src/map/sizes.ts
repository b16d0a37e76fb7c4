/** What a tile says: its name, its value, and what stands beside that, "" where nothing does. */
export interface TileText {
  readonly name: string;
  readonly value: string;
  readonly beside: string;
}

/** Letter sizes in rem. */
export interface TileSizes {
  readonly name: number;
  readonly value: number;
  readonly count: number;
  /** Of each tile, the lines of its name. */
  readonly lines: readonly (1 | 2)[];
  /** What a tile has for its texts, in rem. */
  readonly room: { readonly width: number; readonly height: number };
  /** Whether there is room beside the values. */
  readonly isWide: boolean;
}

/** A tile's borders, in rem, and the parts of its sides that its padding leaves. */
const BORDERS = 0.25;
const ACROSS = 0.88;
const DOWN = 0.94;
/** A line's height, in letter sizes. */
export const LINE = 1.12;
/** What stands beside a value is so much smaller, with a gap between them in its own letters. */
const BESIDE = 0.65;
const GAP = 0.5;
/** A value that were smaller than so many of the least letters stands alone. */
const ENOUGH = 1.3;

/**
 * The letters of tiles of one size, in rem: as large as lets every name stand in its tile, in one line or in two, whichever is the larger, and
 * every value with what is beside it; none is under `least`. `widthOf` is how wide a text is in letters of 1 rem; `hasThird` leaves a line
 * between name and value.
 */
export function tileSizes(
  tile: { readonly width: number; readonly height: number },
  texts: readonly TileText[],
  widthOf: (text: string) => number,
  least: number,
  hasThird = false,
): TileSizes {
  const room = { width: ACROSS * tile.width - BORDERS, height: DOWN * tile.height - BORDERS };
  const widest = (of: (text: TileText) => number): number => Math.max(0.1, ...texts.map(of));
  const fitting = (part: number, width: number): number => Math.min(part * room.height, room.width / width);
  const one = fitting(
    0.42,
    widest(({ name }) => widthOf(name)),
  );
  const two = fitting(
    hasThird ? 0.18 : 0.24,
    widest(({ name }) => halved(name, widthOf)),
  );
  const isOne = one >= Math.max(least, two);
  const name = Math.max(least, isOne ? one : two);
  const left = (isOne ? 0.52 : 0.4) - (hasThird ? 0.15 : 0);
  const alone = fitting(
    left,
    widest((text) => widthOf(text.value)),
  );
  /** Of a value with what is beside it: that has its part of the width, or, where this were too small, the least letters. */
  const beside = (text: TileText): number => {
    if (!text.beside) return alone;
    const [value, more] = [widthOf(text.value), GAP + widthOf(text.beside)];
    const shared = room.width / (value + BESIDE * more);
    return BESIDE * shared >= least ? shared : (room.width - least * more) / value;
  };
  const both = Math.min(alone, ...texts.map(beside));
  const isWide = both >= Math.min(alone, ENOUGH * least);
  const value = isWide ? both : alone;
  return {
    name,
    value: Math.max(least, value),
    count: Math.max(least, BESIDE * value),
    lines: texts.map((text) => (widthOf(text.name) * name > room.width ? 2 : 1)),
    room,
    isWide,
  };
}

/** How wide a name is in two lines, parted where that is least. */
function halved(name: string, widthOf: (text: string) => number): number {
  const words = name.split(' ');
  const widths = words.map((_, i) =>
    Math.max(widthOf(words.slice(0, i).join(' ')), widthOf(words.slice(i).join(' '))),
  );
  return Math.min(...widths);
}
