import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { DESK_PAGES, deskSettled, digits, getJSON, LAPTOP, launch, openDesk, shown } from './browser.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

test('the morning brief compares the last working day with the one before, and says which', async () => {
  const page = await openDesk(browser, '/brief');
  // The scenario's day is Sunday, 30/06/2024.
  const compared = page.getByTestId('compared');
  assert.equal(await compared.getAttribute('data-last'), '2024-06-28');
  assert.equal(await compared.getAttribute('data-before'), '2024-06-27');
  assert.equal(await compared.innerText(), 'Thứ Sáu, 28/06/2024 so với Thứ Năm, 27/06/2024');
  const { figures } = await getJSON('/api/v1/views/province?from=2024-06-28&at=2024-06-28');
  const row = page.getByTestId('figures').locator('tbody tr[data-key="dossiers.received"]');
  assert.equal(digits(await row.locator('[data-column="last"]').innerText()), figures['dossiers.received']);
  assert.ok((await page.getByTestId('figures').locator('tbody tr').count()) >= 10);
  await page.getByTestId('soon').locator('[data-total]').waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('the brief says three sentences, what stands, and is copied and saved as the text that it says', async () => {
  const page = await openDesk(browser, '/brief', LAPTOP, {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const says = page.getByTestId('says').locator('p');
  await says.first().waitFor();
  const sentences = await says.allInnerTexts();
  assert.equal(sentences.length, 3);
  const { figures } = await getJSON('/api/v1/views/province?from=2024-06-28&at=2024-06-28');
  assert.equal(digits(/tiếp nhận ([\d.]+)\shồ\ssơ/.exec(sentences[1])[1]), figures['dossiers.received']);
  const links = page.getByTestId('says').locator('p a');
  const unlinked = await page
    .getByTestId('says')
    .locator('p')
    .evaluateAll((all) =>
      all.map((p) => {
        const copy = p.cloneNode(true);
        for (const link of copy.querySelectorAll('a')) link.remove();
        return copy.textContent.replace(/\d\d\/\d\d\/\d{4}/g, '');
      }),
    );
  assert.doesNotMatch(unlinked.join(''), /\d/, 'every figure but the dates is a link');
  const received = links.and(page.locator('[href*="dossiers.received"][href*="2024-06-28"]'));
  const list = await openDesk(browser, await received.getAttribute('href'));
  assert.equal((await shown(list)).value, figures['dossiers.received']);
  await list.context().close();
  const rows = page.getByTestId('standing').locator('[data-need]');
  assert.ok((await rows.count()) > 0);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('save').click()]);
  assert.match(download.suggestedFilename(), /^diem-tin-2024-\d\d-\d\d\.txt$/);
  const saved = await readFile(await download.path(), 'utf8');
  assert.ok(saved.startsWith('Điểm tin sáng · Lâm Đồng · '), saved);
  assert.deepEqual(saved.split('\n').slice(2, 5), sentences);
  await page.getByTestId('copy').click();
  await page.getByTestId('copy').getByText('Đã sao chép').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), saved);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('Escape leads back to where one came from', async () => {
  const page = await openDesk(browser, '/needs?view=province');
  await page.getByTestId('needs').locator('[data-need] a').first().click();
  await page.waitForURL(/\/(timeline|freshness)\?/);
  await deskSettled(page);
  await page.keyboard.press('Escape');
  await page.waitForURL(/\/needs\?view=province$/);
  await page.context().close();
});

test('Escape leads from the first list back to the screen that it was opened from', async () => {
  const page = await openDesk(
    browser,
    '/lists?view=district/672&figure=dossiers.overdue&screen=672&from=2024-06-01&at=2024-06-15',
  );
  await page.keyboard.press('Escape');
  await page.waitForURL(/\/screens\/672\?from=2024-06-01&at=2024-06-15$/);
  for (const path of [
    '/lists?view=province&figure=dossiers.open&screen=province',
    '/models?screen=province',
  ]) {
    await page.goto(path);
    await deskSettled(page);
    await page.keyboard.press('Escape');
    await page.waitForURL(/\/screens\/province$/);
  }
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('paper says of what unit, period and position it is, that it is simulated, and when it was printed', async () => {
  const printed = async (path) => {
    const page = await openDesk(browser, path);
    await page.emulateMedia({ media: 'print' });
    await page.getByTestId('printed').filter({ hasText: 'MÔ PHỎNG' }).waitFor(); // known once a frame has come
    const text = await page.getByTestId('printed').innerText();
    assert.equal(
      (await page.getByTestId('letterhead').innerText()).replace(/\s*\n\s*/g, ' | '),
      'ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG | TRUNG TÂM GIÁM SÁT, ĐIỀU HÀNH THÔNG MINH | ' +
        'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM | Độc lập - Tự do - Hạnh phúc',
    );
    assert.ok(await page.getByTestId('title').isVisible(), path);
    await page.context().close();
    return text;
  };
  const made = / · MÔ PHỎNG · In lúc \d\d:\d\d, \d\d\/\d\d\/\d{4}$/;
  const scores = await printed('/scorecard?period=2024-Q2');
  assert.match(scores, /^Lâm Đồng · Kỳ 01\/04\/2024 – 30\/06\/2024 · .*#[\d.]+/);
  assert.match(scores, made);
  const report = await printed('/reports?view=district/672&from=2024-04-01&at=2024-06-15');
  assert.match(report, /Đà Lạt · Kỳ 01\/04\/2024 – 15\/06\/2024 · Đứng tại #[\d.]+ · /);
  for (const path of DESK_PAGES.filter((path) => !path.startsWith('/timeline'))) {
    assert.match(await printed(path), made, path);
  }
});
