// What is a list on a wall or at a desk is cards in a hand: nothing to be moved sideways, a name beside each value, the whole card a target.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { deskSettled, launch, openPage, TELEPHONE } from './browser.mjs';
import { FINGER, layoutFaults } from './measure.mjs';
import { visit } from './visits.mjs';

const SIZES = [TELEPHONE, { width: 360, height: 740 }];
/** Lists of one table each, and whether their rows lead somewhere. */
const LISTS = [
  '/lists?view=province&figure=dossiers.overdue',
  '/lists?view=province&figure=incidents.opened',
  '/freshness',
  '/security',
  '/reported',
  '/models',
];
const OTHERS = ['/explanations', '/control', '/needs', '/reports'];
/** What compares numbers stays a table. */
const TABLES = '/reports';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** In the page: of each card how large it is, where a finger on its middle leads, and how many of its values have no name to be seen. */
function cards() {
  return [...document.querySelectorAll('.scroll.cards tbody tr:not(.group)')].map((card) => {
    card.scrollIntoView({ block: 'center' });
    const { width, height, left, top, right } = card.getBoundingClientRect();
    const hit = document.elementFromPoint(left + width - 4, top + height - 4)?.closest('a');
    const nameless = [...card.querySelectorAll('td')].filter((cell) => {
      const before = getComputedStyle(cell, '::before');
      return before.display === 'none' || before.content !== `"${cell.dataset.label}"` || !cell.dataset.label;
    });
    return {
      height,
      isWithin: left >= 0 && right <= innerWidth,
      leads: hit?.getAttribute('href') ?? '',
      own: card.querySelector('th a, td a')?.getAttribute('href') ?? '',
      nameless: nameless.length,
      values: card.querySelectorAll('td').length,
    };
  });
}

for (const viewport of SIZES) {
  test(`lists are cards on a telephone of ${viewport.width}×${viewport.height}`, async () => {
    const page = await openPage(browser, LISTS[0], viewport, { hasTouch: true, isMobile: true });
    for (const path of LISTS) {
      await visit(page, path);
      await deskSettled(page);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), viewport.width, path);
      const all = await page.evaluate(cards);
      assert.ok(all.length > 1, `${path}: ${all.length} cards`);
      for (const card of all) {
        assert.ok(card.height >= FINGER && card.isWithin, `${path}: ${JSON.stringify(card)}`);
        assert.ok(card.values > 1, path);
        assert.equal(card.nameless, 0, path);
        assert.equal(card.leads, card.own, `${path}: a finger anywhere on a card follows its link`);
      }
    }
    for (const path of OTHERS) {
      await visit(page, path);
      assert.deepEqual(await page.evaluate(layoutFaults, { finger: FINGER }), [], path);
    }
    await visit(page, TABLES);
    await deskSettled(page);
    assert.equal(
      await page.locator('.scroll.cards').count(),
      0,
      'numbers to be compared stay in their table',
    );
    const first = page.locator('.scroll tbody th[scope="row"]').first();
    const { x } = await first.boundingBox();
    await page
      .locator('.scroll')
      .first()
      .evaluate((table) => (table.scrollLeft = 200));
    assert.ok(Math.abs((await first.boundingBox()).x - x) < 1, 'whose first column does not move');
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
}

test('on a telephone the pages are a menu, which Escape and its links close', async () => {
  const page = await openPage(browser, '/brief', TELEPHONE, { hasTouch: true, isMobile: true });
  await deskSettled(page);
  const menu = page.getByTestId('menu');
  const pages = page.locator('#pages');
  await menu.click();
  assert.equal(await pages.locator('a').count(), 12);
  assert.deepEqual(await page.evaluate(layoutFaults, { finger: FINGER }), []);
  await page.keyboard.press('Escape');
  assert.equal(await pages.count(), 0);
  assert.equal(new URL(page.url()).pathname, '/brief', 'Escape closed the menu and led nowhere');
  await menu.click();
  const link = pages.locator('[data-nav="freshness"]');
  const name = await link.innerText();
  await link.click();
  await page.locator('[data-desk="freshness"]').waitFor();
  assert.equal(await pages.count(), 0);
  assert.equal(await page.getByTestId('title').innerText(), name, 'a page is called as its menu calls it');
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
