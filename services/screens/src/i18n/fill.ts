/** A part of a text that was filled in: a value with its name, or the words between values, of no name. */
export interface Piece {
  readonly text: string;
  readonly name: string;
}

type Values = Readonly<Record<string, string | number>>;

const PLACE = /\{(\w+)(?::([^|{}]*)\|([^|{}]*))?\}( (?=\p{L}|\{\w+:))?/gu;

/**
 * A text with its values: "{n}" is the value of n, "{n:event|events}" the first word where n is one, else the second. What has no
 * value is left out. A number and the word after it stay in one line.
 */
export function fillIn(text: string, values: Values): string {
  return pieces(text, values)
    .map((piece) => piece.text)
    .join('');
}

/** The same in its parts, so that a value can be more than its letters. */
export function pieces(text: string, values: Values): Piece[] {
  const all: Piece[] = [];
  let end = 0;
  for (const place of text.matchAll(PLACE)) {
    const [whole, name = '', one, many, space = ''] = place;
    const value = String(values[name] ?? '');
    const said = (value === '1' ? one : many) ?? value;
    all.push(
      { text: text.slice(end, place.index), name: '' },
      { text: said, name: one === undefined ? name : '' },
      { text: space && /^[-−+]?\d[\d.,]*$/.test(said) ? '\u00a0' : space, name: '' },
    );
    end = place.index + whole.length;
  }
  return [...all, { text: text.slice(end), name: '' }].filter((piece) => piece.text !== '');
}
