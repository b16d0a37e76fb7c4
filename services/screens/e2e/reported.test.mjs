import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  digits,
  getJSON,
  LAPTOP,
  launch,
  openDesk,
  openPage,
  overflow,
  settled,
  WALL,
  WALL_4K,
} from './browser.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

test("the province's wall shows what agencies report, each with its issuer and its day", async () => {
  const page = await openPage(browser, '/screens/province');
  await settled(page);
  const first = page.locator('[data-tile="reported"] [data-reported]').filter({ visible: true }).first(); // they turn
  await first.waitFor();
  assert.match(await first.locator('.source').innerText(), /\S+[\s\S]*\d{2}\/\d{2}\/\d{4}/);
  await page.context().close();
});

for (const viewport of [WALL, WALL_4K, LAPTOP]) {
  test(`all published figures stand on one page, two issuers side by side, at ${viewport.width}×${viewport.height}`, async () => {
    const { reported } = await getJSON('/api/v1/views/province');
    const published = Object.values(reported).filter((card) => !card.simulated);
    assert.equal(published.length, 21);
    const page = await openPage(browser, '/reported', viewport);
    for (const card of published) {
      const shown = page.locator(`[data-reported="${card.indicator}"][data-issuer="${card.issuer}"]`);
      await shown.waitFor();
      assert.equal(await shown.getAttribute('data-value'), String(card.value), card.indicator);
    }
    const totals = page.locator('[data-reported="services.online_total"] b');
    assert.deepEqual(await totals.allInnerTexts(), ['1.175', '1.179']);
    assert.equal((await overflow(page)).right, 0);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
}

test('a spreadsheet is checked before it is taken', async () => {
  const page = await openPage(browser, '/upload', LAPTOP);
  await page.getByLabel('Cơ quan gửi').selectOption('so-y-te');
  const before = (await getJSON('/api/v1/status')).log_position;
  const file = (value) => ({
    name: 'so-lieu.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      `Chỉ tiêu;Đơn vị;Từ ngày;Đến ngày;Giá trị\nhealth.facilities;68;1/1/2024;31/1/2024;${value}\n`,
    ),
  });
  const chosen = page.locator('#chosen');
  assert.equal(await chosen.innerText(), 'Chưa chọn tệp nào');
  await page.getByRole('button', { name: 'Kiểm tra' }).click();
  await page.getByRole('alert').getByText('Hãy chọn một tệp.').waitFor();
  await page.locator('#file').setInputFiles(file('nhiều'));
  assert.equal(await chosen.innerText(), 'so-lieu.csv');
  await page.getByRole('button', { name: 'Kiểm tra' }).click();
  await page.getByText('Không phải số.').waitFor();
  assert.ok((await getJSON('/api/v1/status')).log_position >= before);
  await page.locator('#file').setInputFiles(file('97'));
  await page.getByRole('button', { name: 'Kiểm tra' }).click();
  await page.getByText('Tệp đúng, chưa ghi').waitFor();
  await page.getByRole('button', { name: 'Xác nhận và ghi' }).click();
  await page.getByRole('heading', { name: 'Đã ghi' }).waitFor();
  await page.context().close();
});

test('the upload page has the letters of the product, and its language where the product has it', async () => {
  const page = await openPage(browser, '/reported?lang=en', LAPTOP);
  await page.getByRole('link', { name: 'Report figures' }).click();
  await page.getByRole('heading', { name: 'Report figures' }).waitFor();
  const letters = await page.evaluate(async () => {
    const faces = await document.fonts.load('400 16px "Be Vietnam Pro"', 'Gửi số liệu');
    return { faces: faces.length, of: getComputedStyle(document.body).fontFamily };
  });
  assert.ok(letters.faces > 0, 'they are fetched');
  assert.match(letters.of, /^"Wall Digits", "Be Vietnam Pro"/);
  await page.getByTestId('simulated').getByText('SIMULATED').waitFor();
  await page.getByTestId('language').click();
  await page.getByRole('heading', { name: 'Gửi số liệu' }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'vi');
  // What is chosen here is so on every page, and what is chosen there is so here.
  await page.getByTestId('language').click();
  await page.getByRole('heading', { name: 'Report figures' }).waitFor();
  await page.goto('/reported');
  await page.locator('html[lang="en"]').waitFor();
  await page.getByTestId('language').click();
  await page.goto('/upload');
  await page.locator('html[lang="vi"]').waitFor();
  await page.getByTestId('language').click();
  await page.getByRole('heading', { name: 'Report figures' }).waitFor();
  await page.goto('/upload');
  await page.getByRole('heading', { name: 'Report figures' }).waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('the periods that each agency owed a report of are told in parts that add up to them', async () => {
  for (const period of ['', '?from=2024-06-01&at=2024-06-30', '?from=2024-05-10&at=2024-05-17']) {
    const page = await openDesk(browser, `/freshness${period}`);
    const rows = await page.getByTestId('kept').locator('tbody tr').all();
    assert.ok(rows.length > 3);
    for (const row of rows) {
      const cell = async (id) => digits(await row.locator(`[data-column="${id}"]`).innerText());
      const parts = [await cell('on_time'), await cell('late'), await cell('unsent')];
      assert.equal(
        parts.reduce((sum, n) => sum + n),
        await cell('due'),
        await row.innerText(),
      );
    }
    await page.context().close();
  }
});
