// What a wall of the past says opens as it stood then.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { getJSON, launch, openPage, WALL } from './browser.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

test('at a past minute each number opens the list that has as many, and what needs somebody its own at that cut', async () => {
  const page = await openPage(browser, '/screens/province?at=2024-06-28T09:30');
  await page.locator('[data-testid="past-banner"][data-state="come"]').waitFor();
  await page.locator('[data-testid="past-board"] [data-tile][data-state="past"]').first().waitFor();
  const { frame } = await getJSON('/api/v1/frames/province?at=2024-06-28T09:30');
  const links = await page
    .locator('[data-testid="past-board"] a[data-figure]')
    .evaluateAll((all) => all.map(({ href, dataset }) => [href, dataset.figure, Number(dataset.value)]));
  assert.ok(links.length > 10, `${links.length} numbers`);
  const whole = await getJSON('/api/v1/frames/province?at=2024-06-28');
  assert.notEqual(frame.figures['dossiers.received'], whole.frame.figures['dossiers.received']);
  for (const [href, figure, value] of links) {
    const { searchParams } = new URL(href);
    assert.equal(searchParams.get('minute'), '09:30', figure);
    for (const name of ['view', 'screen']) searchParams.delete(name);
    const list = await getJSON(`/api/v1/lists/province?${searchParams}`);
    assert.equal(list.value, value, figure);
  }
  const phrases = await page
    .locator('[data-testid="verdict"] [data-need] a')
    .evaluateAll((all) => all.map(({ href }) => new URL(href).searchParams.get('at')));
  assert.deepEqual(new Set(phrases), new Set(['2024-06-28']));

  // The page has as many rows as the number says: the dossiers of one procedure that came until then.
  const cell = page.locator('a[data-figure="dossiers.status.1"]').first();
  const value = Number(await cell.getAttribute('data-value'));
  await cell.click();
  await page.locator(`[data-testid="count"][data-count="${value}"]`).waitFor();
  await page.getByText('01/01/2024 – 09:30 ngày 28/06/2024').waitFor();
  const rows = page.locator('[data-testid="members"] tbody tr');
  assert.equal(await rows.count(), Math.min(value, 50));
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a head has one clock: where its day is not ours, that of the data', async () => {
  const page = await openPage(browser, '/screens/province', WALL);
  const clock = page.locator('[data-testid="clock"][data-of="simulated"]');
  await clock.waitFor();
  const { at } = await getJSON('/api/v1/lists/province?figure=dossiers.open&limit=1');
  assert.equal(await page.getByTestId('day').getAttribute('data-day'), at);
  assert.match(await clock.innerText(), /^Giờ mô phỏng\s+\d\d:\d\d$/);
  assert.equal(await page.getByText('Giờ địa phương').count(), 0);
  await page.context().close();
});
