// What a wall has to fetch before it shows anything: the entry's scripts and styles, not what is loaded on demand.
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url);

/** Bytes of the wall's bundle, gzipped. */
export async function bundleBytes() {
  const html = await readFile(new URL('index.html', dist), 'utf8');
  const files = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map((match) => match[1]);
  const all = await Promise.all(
    files.map(async (file) => gzipSync(await readFile(new URL(file, dist))).length),
  );
  return all.reduce((sum, bytes) => sum + bytes, 0);
}
