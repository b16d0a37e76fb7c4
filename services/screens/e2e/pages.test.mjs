// Every page that a display can show, on a wall on its end, the narrowest of them: nothing is cut.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { getJSON, launch, UPRIGHT } from './browser.mjs';
import { openDisplay, paired, post, unpairAll } from './displays.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(async () => {
  await unpairAll();
  await browser?.close();
});

/** In the page: what is wider than its place, once tables that are have become cards. */
function cut() {
  return [...document.querySelectorAll('[data-testid="wall-page"] *')]
    .filter((element) => {
      const wide = element.scrollWidth > element.clientWidth + 2 && element.clientWidth > 0;
      return wide && getComputedStyle(element).overflowX !== 'visible';
    })
    .map((element) => `${element.tagName}.${element.className}`);
}

test('every page fits an upright wall: what is too wide becomes cards, what is too long is turned', async () => {
  await unpairAll();
  const { pages } = await getJSON('/api/v1/topology');
  assert.ok(pages.length >= 10, pages.join());
  const { page: wall, code } = await openDisplay(browser, UPRIGHT);
  await post('/api/v1/displays', { code, name: 'Sảnh', shows: `/${pages[0]}` });
  await wall.locator(`[data-showing="/${pages[0]}"]`).waitFor(); // the gateway knows it
  const displays = await paired();
  for (const page of pages) {
    await post('/api/v1/displays/commands', { command: 'assign', shows: `/${page}`, displays });
    const shown = wall.locator(`[data-showing="/${page}"] [data-testid="wall-page"]`);
    await shown.locator('main').waitFor();
    await wall.locator('[data-state="loading"]').first().waitFor({ state: 'detached' });
    await wall.waitForTimeout(600); // a table that is too wide is seen four times a second
    assert.deepEqual(await wall.evaluate(cut), [], page);
    assert.equal(await wall.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0, page);
    assert.match(await shown.getAttribute('data-page'), /^\d+\/\d+$/);
  }
  assert.deepEqual(wall.complaints, []);
  await wall.context().close();
});
