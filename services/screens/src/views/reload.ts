/**
 * Loads the page anew once all that it needs is in the browser's cache, so that the last picture stands until the new one is
 * painted. What cannot be fetched is left to the reload itself.
 */
export async function reloadWithoutFlash(): Promise<void> {
  try {
    const page = await (await fetch(location.pathname, { cache: 'reload' })).text();
    const assets = new Set(
      Array.from(page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g), ([, path]) => path ?? ''),
    );
    await Promise.all([...assets].map(async (path) => (await fetch(path)).arrayBuffer()));
  } catch {
    // The gateway went away again: the reload waits for it as any other.
  }
  location.reload();
}
