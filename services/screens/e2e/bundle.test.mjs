import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bundleBytes } from './bundle.mjs';

const MOST = 350_000;

test(`the wall's bundle is at most ${MOST} bytes gzipped`, async () => {
  const bytes = await bundleBytes();
  assert.ok(bytes > 10_000 && bytes <= MOST, `${bytes} bytes`);
});
