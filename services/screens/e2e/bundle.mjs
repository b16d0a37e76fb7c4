// What every wall fetches: the entry's scripts and styles, and the part that draws its curves; not what opens on demand.
import { readdir, readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

const PARTS = /^echarts-[^.]+\.js$/;
const dist = new URL('../dist/', import.meta.url);

/** Bytes of the wall's bundle, gzipped. */
export async function bundleBytes() {
  const html = await readFile(new URL('index.html', dist), 'utf8');
  const files = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map((match) => match[1]);
  const parts = (await readdir(new URL('assets/', dist))).filter((name) => PARTS.test(name));
  if (parts.length !== 1) throw new Error(`the wall's parts are ${parts.join(', ') || 'not there'}`);
  files.push(...parts.map((name) => `assets/${name}`));
  const all = await Promise.all(
    files.map(async (file) => gzipSync(await readFile(new URL(file, dist))).length),
  );
  return all.reduce((sum, bytes) => sum + bytes, 0);
}
