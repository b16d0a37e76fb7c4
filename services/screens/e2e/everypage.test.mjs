// Every page of the product at every size on which it is used: nothing is cut, nothing is wider than its screen, and what a finger is to
// hit is as large as one.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  launch,
  LAPTOP,
  openPage,
  PANELS,
  TABLET,
  TABLET_LYING,
  TELEPHONE,
  UPRIGHT,
  WALL,
  WALL_4K,
} from './browser.mjs';
import { FINGER, layoutFaults } from './measure.mjs';
import { everyPage, visit } from './visits.mjs';

let browser;
let pages;
before(async () => {
  browser = await launch();
  pages = await everyPage();
});
after(() => browser?.close());

/** The faults of each page that has some. */
async function faultsOf(viewport, options, paths, finger) {
  const page = await openPage(browser, '/', viewport, options);
  const found = {};
  for (const path of paths) {
    await visit(page, path);
    const faults = await page.evaluate(layoutFaults, { finger });
    if (faults.length > 0) found[path] = faults;
  }
  assert.deepEqual(page.complaints, []);
  await page.context().close();
  return found;
}

for (const viewport of [TELEPHONE, TABLET, TABLET_LYING]) {
  test(`every page fits ${viewport.width}×${viewport.height} and the fingers that touch it`, async () => {
    const touch = { hasTouch: true, isMobile: true };
    assert.deepEqual(await faultsOf(viewport, touch, pages.all, FINGER), {});
  });
}

test('every page fits a laptop', async () => {
  assert.deepEqual(await faultsOf(LAPTOP, {}, pages.all, 0), {});
});

for (const viewport of [WALL, WALL_4K, UPRIGHT, PANELS]) {
  test(`every board fits a wall of ${viewport.width}×${viewport.height}`, async () => {
    assert.deepEqual(await faultsOf(viewport, {}, pages.walls, 0), {});
  });
}
