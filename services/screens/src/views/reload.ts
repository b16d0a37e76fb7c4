/**
 * Loads the page anew once all that it needs is in the browser's cache, so that the last picture stands until the new one is
 * painted. What cannot be fetched is left to the reload itself.
 */
export async function reloadWithoutFlash(): Promise<void> {
  try {
    const page = await (await fetch(location.pathname, { cache: 'reload' })).text();
    const first = assetsIn(page);
    const texts = await Promise.all(first.map(text));
    // What the scripts themselves fetch later: a wall's curves, its map, the pages.
    const later = new Set(texts.flatMap(assetsIn));
    await Promise.all([...later].filter((path) => !first.includes(path)).map(text));
  } catch {
    // The gateway went away again: the reload waits for it as any other.
  }
  location.reload();
}

async function text(path: string): Promise<string> {
  return (await fetch(path)).text();
}

/** The addresses of the program's files that a text names, from the root or beside itself. */
export function assetsIn(text: string): string[] {
  const named = text.matchAll(/(?:\bassets|(?<=["'])\.)\/([\w.-]+\.(?:js|css))\b/g);
  return [...new Set(Array.from(named, ([, file = '']) => `/assets/${file}`))];
}
