// What a telephone or a wall shows while the gateway cannot be reached, and how it comes back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { baseURL, launch, openPage, settled, TELEPHONE } from './browser.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

test('a page that is opened without a link says how old is what was seen, and opens by itself when the link is back', async () => {
  const page = await openPage(browser, '/screens/province', TELEPHONE, { serviceWorkers: 'allow' });
  await settled(page);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    while (!navigator.serviceWorker.controller || !localStorage.getItem('langbiang.seen')) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    localStorage.setItem('langbiang.language', 'vi');
  });
  await page.context().setOffline(true);
  await page.reload();
  await page.getByTestId('offline').waitFor();
  const seen = page.locator('#seen[data-seen]');
  await seen.waitFor();
  assert.match(await seen.innerText(), /^Xem số liệu lần cuối: \d\d:\d\d.* (phút này|1 phút trước)\.$/);
  const age = Date.now() - Number(await seen.getAttribute('data-seen'));
  assert.ok(age >= 0 && age < 60_000, `seen ${age} ms ago`);
  assert.equal(await page.locator('h1').innerText(), 'Chưa kết nối được máy chủ');
  assert.equal(new URL(page.url()).pathname, '/screens/province', 'the address stays');
  await page.context().setOffline(false);
  await settled(page);
  await page.context().close();
});

test('it can be added to a home screen', async () => {
  const manifest = await (await fetch(`${baseURL()}/manifest.json`)).json();
  assert.equal(manifest.display, 'standalone');
  for (const { src, type } of manifest.icons) {
    const icon = await fetch(baseURL() + src);
    assert.equal(icon.status, 200, src);
    assert.equal(icon.headers.get('content-type'), type, src);
  }
});
