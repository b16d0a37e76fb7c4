/**
 * A text with its values: "{n}" is the value of n, "{n:event|events}" the first word where n is one, else the second. What has no
 * value is left out. A number and the word after it stay in one line.
 */
export function fillIn(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(
    /\{(\w+)(?::([^|{}]*)\|([^|{}]*))?\}( (?=\p{L}|\{\w+:))?/gu,
    (_, name: string, one: string | undefined, many: string | undefined, space: string | undefined) => {
      const value = String(values[name] ?? '');
      const said = (value === '1' ? one : many) ?? value;
      return `${said}${space && /^[-−+]?\d[\d.,]*$/.test(said) ? '\u00a0' : (space ?? '')}`;
    },
  );
}
