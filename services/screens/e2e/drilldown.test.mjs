import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { deskSettled, launch, openPage, settled, WALL } from './browser.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const at = (view) => `[data-view="${view}"]`;

test('a click on a district of the map goes down to it, then to a commune, and back', async () => {
  const page = await openPage(browser, '/screens/province');
  await settled(page);
  await page.getByTestId('map').locator('a[data-unit="district/672"]').click();
  await page.locator(at('district/672')).waitFor();
  assert.equal(await page.getByTestId('title').innerText(), 'Thành phố Đà Lạt');
  await page.locator('[data-testid="grid"] a[data-unit="commune/24769"]').click();
  await page.locator(at('commune/24769')).waitFor();
  assert.deepEqual(await page.getByTestId('crumb').allInnerTexts(), [
    'IOC tỉnh Lâm Đồng',
    'Thành phố Đà Lạt',
  ]);
  await page.getByTestId('crumb').last().click();
  await page.locator(at('district/672')).waitFor();
  await page.getByTestId('crumb').first().click();
  await page.locator(at('province')).waitFor();
  assert.equal(new URL(page.url()).pathname, '/screens/province');
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('the browser’s back leads up again, without loading the page anew', async () => {
  const page = await openPage(browser, '/screens/province');
  await settled(page);
  await page.evaluate(() => {
    window.sameDocument = true;
  });
  await page.getByTestId('ranking').locator('a').first().click();
  await page.locator('[data-view^="district/"]').waitFor();
  await page.goBack();
  await page.locator(at('province')).waitFor();
  assert.equal(await page.evaluate(() => window.sameDocument), true);
  await page.context().close();
});

test('the keyboard alone goes down and up', async () => {
  const page = await openPage(browser, '/screens/province');
  await settled(page);
  await page.getByTestId('map').locator('a[data-unit="district/675"]').focus();
  await page.keyboard.press('Enter');
  await page.locator(at('district/675')).waitFor();
  await page.keyboard.press('Escape');
  await page.locator(at('province')).waitFor();
  await page.context().close();
});

test('a department’s map goes down through the department’s own views', async () => {
  const page = await openPage(browser, '/screens/education');
  await settled(page);
  await page.getByTestId('ranking').locator('a[data-unit="department/education/district/672"]').click();
  await page.locator(at('department/education/district/672')).waitFor();
  assert.equal(await page.getByTestId('title').innerText(), 'Thành phố Đà Lạt · Sở GD&ĐT');
  await page.context().close();
});

test('the map is coloured by the figure that is chosen, and the ranking follows', async () => {
  const page = await openPage(browser, '/screens/province');
  await settled(page);
  await page.getByRole('button', { name: 'Tiếp nhận' }).click();
  await page.getByRole('heading', { name: 'Xếp hạng theo: tiếp nhận' }).waitFor();
  const values = await page.getByTestId('ranking').locator('a .number:nth-child(3)').allInnerTexts();
  const numbers = values.map((text) => Number(text.replaceAll('.', '')));
  assert.deepEqual(
    numbers,
    [...numbers].sort((a, b) => b - a),
  );
  await page.context().close();
});

test('a number opens by the status that its dossiers have now, down to a list that counts as many', async () => {
  const page = await openPage(browser, '/screens/province');
  await settled(page);
  await page.locator('[data-figure="dossiers.received"]').first().click();
  await deskSettled(page);
  await page.locator('[data-axis="status"]').click();
  const row = page.locator('[data-testid="which"] tbody tr', { hasText: 'Đã trả kết quả' });
  await row.waitFor();
  const told = Number((await row.locator('.number').first().innerText()).replaceAll('.', ''));
  await row.locator('a').first().click();
  await page
    .getByTestId('count')
    .and(page.locator(`[data-count="${told}"]`))
    .waitFor();
  assert.ok(told > 200_000, `${told}`);
  assert.equal(await page.getByTestId('crumb').last().innerText(), 'Lâm Đồng');
  await page.locator('[data-testid="members"] tbody a').first().click();
  await page.locator('[data-desk="timeline"]').getByText('Đã trả kết quả').first().waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a wall that was led away goes home when nobody touches it', async () => {
  const page = await openPage(browser, '/screens/672', WALL, { before: (page) => page.clock.install() });
  await settled(page);
  await page.locator('[data-figure="dossiers.received"]').first().click();
  await deskSettled(page);
  await page.locator('[data-nav="scorecard"]').click();
  await page.locator('[data-desk="scorecard"]').waitFor();
  await page.clock.fastForward('04:50');
  assert.equal(new URL(page.url()).pathname, '/scorecard');
  await page.clock.fastForward('00:20');
  await page.locator(at('district/672')).waitFor();
  assert.equal(new URL(page.url()).pathname, '/screens/672');
  await page.context().close();
});
