/**
 * A text with its values: "{n}" is the value of n, "{n:event|events}" the first word where n is one, else the second. What has no
 * value is left out.
 */
export function fillIn(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(
    /\{(\w+)(?::([^|{}]*)\|([^|{}]*))?\}/g,
    (_, name: string, one?: string, many?: string) => {
      const value = String(values[name] ?? '');
      return (value === '1' ? one : many) ?? value;
    },
  );
}
