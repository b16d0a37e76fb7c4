// Days are day/month/year, typed or picked, whatever language the browser has.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { deskSettled, LAPTOP, launch, openPage, query } from './browser.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

for (const locale of ['en-US', 'vi-VN']) {
  test(`a browser in ${locale} writes, reads and picks days as day/month/year`, async () => {
    const page = await openPage(browser, '/reports?from=2024-06-07&at=2024-06-08', LAPTOP, { locale });
    await deskSettled(page);
    const [first, last] = [page.getByTestId('period-from'), page.getByTestId('period-at')];
    assert.deepEqual([await first.inputValue(), await last.inputValue()], ['07/06/2024', '08/06/2024']);
    assert.equal(await page.locator('input[type="date"]').count(), 0);

    await last.fill('31/06/2024');
    await last.press('Enter');
    await page.getByRole('alert').getByText('Không có ngày này').waitFor();
    assert.equal(query(page).get('at'), '2024-06-08');
    await last.fill('9/6/2024');
    await last.press('Enter');
    await page.waitForURL(/at=2024-06-09/);
    await deskSettled(page);
    assert.equal(await last.inputValue(), '09/06/2024');

    await page.getByTestId('period-at-open').click();
    const day = page.getByTestId('period-at-calendar').locator('[data-day="2024-06-12"]');
    await day.click();
    assert.equal(await last.inputValue(), '12/06/2024');
    await last.press('Enter');
    await page.waitForURL(/from=2024-06-07&at=2024-06-12/);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
}
