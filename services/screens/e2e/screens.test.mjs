import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { getJSON, LAPTOP, launch, openPage, overflow, settled, WALL, WALL_4K } from './browser.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

test('the index leads to all 14 screens, each card with live figures', async () => {
  const screens = await getJSON('/api/v1/screens');
  assert.equal(screens.length, 14);
  const page = await openPage(browser, '/');
  for (const { id, url } of screens) {
    const card = page.locator(`[data-screen="${id}"]`);
    await card.locator('[data-position]').waitFor();
    assert.equal(await card.getAttribute('href'), url);
    assert.match(await card.locator('[data-figure="dossiers.received"]').getAttribute('data-value'), /^\d+$/);
  }
  assert.deepEqual(await overflow(page), { right: 0, below: 0, tiles: [] });
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

for (const viewport of [WALL, WALL_4K, LAPTOP]) {
  test(`all screens fill ${viewport.width}×${viewport.height} without overflowing and show their position`, async () => {
    for (const screen of await getJSON('/api/v1/screens')) {
      const page = await openPage(browser, screen.url, viewport);
      await settled(page);
      await page.evaluate(() => document.fonts.ready);
      assert.deepEqual(await overflow(page), { right: 0, below: 0, tiles: [] }, screen.id);
      const position = await page.getByTestId('position').getAttribute('data-position');
      assert.ok(Number(position) > 0, `${screen.id} shows position ${position}`);
      assert.equal(await page.getByTestId('title').innerText(), screen.title);
      await page.getByTestId('simulated').getByText('MÔ PHỎNG').waitFor();
      assert.deepEqual(page.complaints, [], screen.id);
      await page.context().close();
    }
  });
}

test('every tile of the province says how fresh it is and at which position it stands', async () => {
  const page = await openPage(browser, '/screens/province');
  await settled(page);
  const tiles = await page.locator('[data-tile]').evaluateAll((all) =>
    all.map((tile) => ({
      name: tile.dataset.tile,
      fresh: tile.querySelector('[data-testid="freshness"]').textContent.trim(),
      position: tile.querySelector('[data-position]')?.dataset.position,
    })),
  );
  assert.ok(tiles.length >= 12, `${tiles.length} tiles`);
  for (const tile of tiles) assert.notEqual(tile.fresh, '', tile.name);
  assert.equal(new Set(tiles.map((tile) => tile.position)).size, 1, 'all tiles stand at one position');
  await page.context().close();
});

test('the language is switched by one button and stays', async () => {
  const page = await openPage(browser, '/screens/province');
  await settled(page);
  await page.getByTestId('language').click();
  await page.getByRole('heading', { name: 'Dossiers received' }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  await page.reload();
  await page.getByRole('heading', { name: 'Dossiers received' }).waitFor();
  await page.getByTestId('language').click();
  await page.getByRole('heading', { name: 'Hồ sơ tiếp nhận' }).waitFor();
  await page.context().close();
});

test('an address may ask for English', async () => {
  const page = await openPage(browser, '/screens/672?lang=en');
  await page.getByText('SIMULATED').waitFor();
  assert.equal(await page.getByTestId('title').innerText(), 'Da Lat City IOC');
  await page.context().close();
});

test('assumptions are listed', async () => {
  const { assumptions } = await getJSON('/api/v1/topology');
  const page = await openPage(browser, '/assumptions');
  await page.locator('li').first().waitFor();
  for (const { id, text } of assumptions) {
    assert.equal(await page.locator(`li[id="${id}"]`).innerText(), text.vi);
  }
  await page.context().close();
});

test('what does not exist says so', async () => {
  const page = await openPage(browser, '/views/district/000');
  await page.getByText('Không có góc nhìn này').waitFor();
  await page.goto('/nowhere');
  await page.getByText('Không có trang này').waitFor();
  await page.context().close();
});
