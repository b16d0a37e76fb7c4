import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  digits,
  getJSON,
  LAPTOP,
  launch,
  NOTHING,
  openPage,
  overflow,
  PANELS,
  seriousFaults,
  settled,
  UPRIGHT,
  WALL,
  WALL_4K,
} from './browser.mjs';

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
  assert.deepEqual(await overflow(page), NOTHING);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

for (const viewport of [WALL, WALL_4K, PANELS, UPRIGHT, LAPTOP]) {
  test(`all screens fill ${viewport.width}×${viewport.height} without overflowing and show their position`, async () => {
    for (const screen of await getJSON('/api/v1/screens')) {
      const page = await openPage(browser, screen.url, viewport);
      await settled(page);
      await page.evaluate(() => document.fonts.ready);
      assert.deepEqual(await overflow(page), NOTHING, screen.id);
      const position = await page.getByTestId('position').getAttribute('data-position');
      assert.ok(Number(position) > 0, `${screen.id} shows position ${position}`);
      assert.equal(await page.getByTestId('title').innerText(), screen.title);
      await page.getByTestId('simulated').getByText('MÔ PHỎNG').waitFor();
      assert.deepEqual(page.complaints, [], screen.id);
      await page.context().close();
    }
  });
}

test('every tile of the province says how fresh it is; the position is said once, at the head, and each tile has it', async () => {
  const page = await openPage(browser, '/screens/province');
  await settled(page);
  const tiles = await page.locator('[data-tile]').evaluateAll((all) =>
    all.map((tile) => ({
      name: tile.dataset.tile,
      fresh: tile.querySelector('[data-testid="freshness"]').textContent.trim(),
      position: tile.querySelector('[data-position]')?.dataset.position,
      said: /#\d/.test(tile.innerText),
      title: tile.querySelector('[data-testid="freshness"] [title]').title,
    })),
  );
  assert.ok(tiles.length >= 12, `${tiles.length} tiles`);
  for (const tile of tiles) {
    assert.notEqual(tile.fresh, '', tile.name);
    assert.equal(tile.said, false, `${tile.name} says its position`);
    assert.equal(digits(/#[\d.]+$/.exec(tile.title)[0]), Number(tile.position), tile.name);
  }
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
  await page.getByTestId('simulated').getByText('SIMULATED').waitFor();
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
  await page.locator('[data-testid="nowhere"][data-kind="view"]', { hasText: 'district/000' }).waitFor();
  await page.goto('/nowhere');
  await page
    .locator('[data-testid="nowhere"][data-kind="page"]', { hasText: 'Không có trang này' })
    .waitFor();
  await page.context().close();
});

test('the deepest views fill every wall, whatever they have to show', async () => {
  for (const viewport of [WALL, PANELS, UPRIGHT]) {
    for (const view of ['commune/24769', 'district/678', 'department/construction/district/672']) {
      const page = await openPage(browser, `/views/${view}`, viewport);
      await settled(page);
      assert.deepEqual(await overflow(page), NOTHING, `${view} at ${viewport.width}×${viewport.height}`);
      await page.context().close();
    }
  }
});

test('a telephone and a tablet scroll the same tiles, and never sideways', async () => {
  for (const viewport of [
    { width: 390, height: 844 },
    { width: 820, height: 1180 },
  ]) {
    const page = await openPage(browser, '/screens/province', viewport);
    await settled(page);
    const { right, tiles } = await overflow(page);
    assert.deepEqual({ right, tiles }, { right: 0, tiles: [] }, `${viewport.width}×${viewport.height}`);
    await page.context().close();
  }
});

test('the gallery has a tile in each of its states', async () => {
  const page = await openPage(browser, '/gallery');
  await page.locator('[data-sample="few"]').waitFor();
  const states = await page
    .locator('[data-sample]')
    .evaluateAll((all) =>
      Object.fromEntries(
        all.map((sample) => [
          sample.dataset.sample,
          [
            sample.querySelector('[data-tile]').dataset.state,
            sample.querySelector('[data-figure]')?.textContent ?? '',
          ],
        ]),
      ),
    );
  assert.deepEqual(states, {
    live: ['live', '1.234'],
    changed: ['live', '1.234'],
    stale: ['stale', '1.234'],
    disconnected: ['disconnected', '1.234'],
    loading: ['loading', '–'],
    empty: ['empty', '–'],
    zero: ['live', '0'],
    past: ['past', '1.234'],
    simulated: ['live', '1.234'],
    few: ['live', ''],
  });
  assert.equal(await page.locator('[data-sample="few"] [data-few]').innerText(), 'dưới 5');
  assert.match(
    await page.locator('[data-sample="stale"] [data-testid="freshness"]').innerText(),
    / · Phường 7$/,
  );
  assert.equal(await page.locator('[data-sample="simulated"]').getByText('MÔ PHỎNG').count(), 1);
  await page.context().close();
});

test('no wall has a serious fault of accessibility', async () => {
  for (const path of [
    '/',
    '/screens/province',
    '/screens/672',
    '/screens/construction',
    '/views/commune/24769',
    '/gallery',
    '/reported',
    '/assumptions',
  ]) {
    const page = await openPage(browser, path);
    await page.locator('main').waitFor();
    await page.waitForTimeout(500);
    assert.deepEqual(await seriousFaults(page), [], path);
    await page.context().close();
  }
});
