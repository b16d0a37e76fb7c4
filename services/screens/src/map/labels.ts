import { LABEL_ASPECT } from './outlines';

/** A line of a label; `scale` is by how much its letters are larger than the name's. */
export interface Line {
  readonly text: string;
  readonly scale: number;
}

/** What stands within a unit, and the letters of its name, in kilometres. */
export interface Label {
  readonly lines: readonly Line[];
  readonly size: number;
}

/** Letters' mean width, in letter sizes; a line is so much higher than its letters. */
const LETTER = 0.55;
const LINE = 1.1;
const VALUE = 1.3;

/** How high a line is, in sizes of the name's letters. */
export const heightOf = (line: Line): number => LINE * line.scale;

/**
 * The fullest label whose smallest letters have room in the box that a cell keeps free: name, value and what stands below it; fewer of them,
 * the name in one line or two; undefined where not even that would stay within the cell's edge.
 */
export function labelIn(
  room: number,
  { name, value, below }: { name: string; value: string; below: string },
  { smallest, largest }: { smallest: number; largest: number },
): Label | undefined {
  const whole = [line(name)];
  const split = halves(name).map((half) => line(half));
  const small = line(below || value);
  const forms = [
    below ? [...whole, line(value, VALUE), line(below)] : [...whole, line(value, VALUE)],
    [...whole, small],
    [...split, small],
    whole,
    split,
  ];
  for (const lines of forms) {
    const high = lines.reduce((sum, one) => sum + heightOf(one), 0);
    const wide = Math.max(...lines.map(({ text, scale }) => LETTER * scale * text.length));
    const size = Math.min(largest, room / high, (LABEL_ASPECT * room) / wide);
    if (size >= smallest) return { lines, size };
  }
  return undefined;
}

const line = (text: string, scale = 1): Line => ({ text, scale });

/** A name in two lines, cut between the words where the longer of them is shortest. */
function halves(name: string): string[] {
  const words = name.split(' ');
  const cuts = words.slice(1).map((_, i) => [words.slice(0, i + 1).join(' '), words.slice(i + 1).join(' ')]);
  const longest = (parts: readonly string[]): number => Math.max(...parts.map((part) => part.length));
  return cuts.sort((a, b) => longest(a) - longest(b))[0] ?? [name];
}
