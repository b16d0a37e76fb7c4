import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { digits, getJSON, launch, openDesk } from './browser.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

test('the scorecard ranks with the base, and shows what a score is made of', async () => {
  const { groups } = await getJSON('/api/v1/scorecard?period=2024-06');
  const page = await openDesk(browser, '/scorecard?period=2024-06');
  for (const group of groups) {
    const rows = page.locator(`[data-group="${group.id}"] tbody tr`);
    assert.equal(await rows.count(), group.rows.length);
    const known = group.rows.filter(({ percent }) => percent !== null);
    const worst = Math.min(...known.map(({ percent }) => percent));
    const key = await rows.first().getAttribute('data-key');
    const shown = known.find((row) => row.key === key);
    assert.equal(shown?.percent, known.length > 0 ? worst : undefined, 'the worst stands first');
    if (!shown) continue;
    assert.match(
      await rows.first().locator('[data-column="percent"]').innerText(),
      new RegExp(`/ ${shown.base}$`),
    );
    assert.match(
      await rows.first().locator('[data-column="grade"]').innerText(),
      /(còn [\d,]+\sđiểm để đạt|trên mức)/,
    );
  }
  await page.locator('[data-group="districts"] tbody tr[data-key="672"] a').click();
  const metric = page.locator('[data-testid="score-details"][data-unit="672"] tr[data-key="ON_TIME"]');
  await metric.waitFor();
  const own = groups[0].rows
    .find((row) => row.key === '672')
    .groups.flatMap((group) => group.metrics)
    .find((m) => m.code === 'ON_TIME');
  assert.equal(digits(await metric.locator('[data-column="numerator"]').innerText()), own.numerator);
  assert.equal(digits(await metric.locator('[data-column="denominator"]').innerText()), own.denominator);
  assert.equal(await metric.locator('[data-column="source"]').innerText(), 'sổ cái');
  await page.context().close();
});
