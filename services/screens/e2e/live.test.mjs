import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import {
  figure,
  getJSON,
  launch,
  openPage,
  send,
  settled,
  silenceable,
  SHOWN_MILLIS,
  WALL,
} from './browser.mjs';
import { dossier, leaveHistory } from './traffic.mjs';

const RECEIVED = 'dossiers.received';
const QUIET_MILLIS = 1500;

let browser;
before(async () => {
  await leaveHistory();
  browser = await launch();
});
after(() => browser?.close());

/** Whether nobody but this test writes to the log, so that figures can be compared exactly. */
async function logIsQuiet() {
  const { log_position: from } = await getJSON('/api/v1/status');
  await delay(QUIET_MILLIS);
  const { log_position: to } = await getJSON('/api/v1/status');
  return from === to;
}

/** What the pages show as soon as `isReached` says so of it; in a quiet log, when all stand at one position. */
async function agreed(pages, isQuiet, isReached) {
  const deadline = Date.now() + SHOWN_MILLIS;
  for (;;) {
    const now = await Promise.all(pages.map((page) => figure(page, RECEIVED)));
    const isOne = new Set(now.map(({ position }) => position)).size === 1;
    if ((isOne || !isQuiet) && isReached(now)) return now;
    assert.ok(Date.now() < deadline, `the screens show ${JSON.stringify(now)}`);
    await delay(20);
  }
}

test('a dossier that is sent changes three open screens at one position, without a reload', async () => {
  const paths = ['/screens/672', '/screens/construction', '/screens/province'];
  const pages = await Promise.all(paths.map((path) => openPage(browser, path)));
  await Promise.all(pages.map(settled));
  const isQuiet = await logIsQuiet();
  const start = await agreed(pages, isQuiet, () => true);
  await Promise.all(pages.map((page) => page.evaluate(() => (window.sameDocument = true))));
  const day = await pages[0].getByTestId('day').getAttribute('data-day');

  await send('/api/v1/dossiers/events', dossier(`browser-${randomUUID()}`, day));

  const shown = await agreed(pages, isQuiet, (now) => now.every(({ value }, i) => value > start[i].value));
  if (isQuiet) {
    assert.deepEqual(
      shown.map(({ value }) => value),
      start.map(({ value }) => value + 1),
    );
  }
  assert.ok(shown[0].position > start[0].position);
  for (const page of pages) {
    assert.equal(await page.evaluate(() => window.sameDocument), true);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});

test('a link that falls silent is said once within 3 s, since when and how old each tile is, and heals by itself', async () => {
  const link = silenceable();
  const page = await openPage(browser, '/screens/province', WALL, { before: link.before });
  await settled(page);
  const tiles = await page.locator('[data-tile]').count();

  await page.evaluate(() => {
    const link = document.querySelector('[data-testid="link"]');
    const look = () => {
      if (link.dataset.link === 'lost') window.lostAfter ??= Date.now() - Number(link.dataset.heard);
    };
    new MutationObserver(look).observe(link, { attributes: true });
  });
  link.isSilent = true;
  await page.locator('[data-testid="link"][data-link="lost"]').waitFor({ timeout: SHOWN_MILLIS });
  const lostAfter = await page.evaluate(() => window.lostAfter);
  assert.ok(lostAfter <= 3000, `shown ${lostAfter} ms after the last word`);
  assert.equal(await page.locator('[data-tile][data-state="disconnected"]').count(), tiles);
  const said = await page.getByTestId('verdict').locator('p a').innerText();
  assert.match(said, /^▲ Mất kết nối từ \d\d:\d\d \(.+\) · số liệu đến \d\d/);
  const [until] = /số liệu đến [\d:/]+/.exec(said);
  assert.equal(await page.locator('[data-tile] footer').getByText(until).count(), tiles);
  assert.equal(await page.getByText(/Mất kết nối/).count(), 1, 'once');
  const isOld = (e) => getComputedStyle(e).filter.includes('grayscale(1)');
  assert.equal(
    await page.locator('[data-testid="verdict"] ul').evaluate(isOld),
    true,
    'no phrase looks live',
  );
  for (const body of await page.locator('[data-tile] .body').all()) assert.ok(await body.evaluate(isOld));

  link.isSilent = false;
  await page.locator('[data-testid="link"][data-link="live"]').waitFor({ timeout: SHOWN_MILLIS });
  assert.equal(await page.locator('[data-tile][data-state="disconnected"]').count(), 0);
  await page.context().close();
});

test('a connection that is cut and comes back is resumed from the position held, not begun anew', async () => {
  const subscriptions = [];
  let cut = () => undefined;
  const page = await openPage(browser, '/screens/672', WALL, {
    before: (fresh) =>
      fresh.routeWebSocket(/\/ws$/, (socket) => {
        const server = socket.connectToServer();
        socket.onMessage((message) => {
          subscriptions.push(JSON.parse(message));
          server.send(message);
        });
        cut = () => socket.close({ code: 4000 });
      }),
  });
  await settled(page);
  assert.deepEqual(subscriptions, [{ type: 'subscribe', view: 'district/672' }]);
  await cut();
  await page.waitForFunction(() => document.querySelector('[data-link="live"]'));
  for (let i = 0; subscriptions.length < 2 && i < 100; i++) {
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  assert.equal(subscriptions[1]?.view, 'district/672');
  assert.ok(subscriptions[1]?.since > 0, JSON.stringify(subscriptions[1]));
  await page.context().close();
});

test('while numbers change, names stay written and their list stays as it was fitted', async () => {
  const page = await openPage(browser, '/screens/672');
  await settled(page);
  const name = page.locator('[data-procedure] .text').first();
  const written = await name.evaluateHandle((element) => element.firstChild);
  const before = await figure(page, RECEIVED);
  const day = await leaveHistory();
  await send('/api/v1/dossiers/events', dossier(randomUUID(), day));
  await page.waitForFunction(
    ([of, value]) =>
      Number(document.querySelector(`[data-tile="${of}"] [data-figure="${of}"]`).dataset.value) > value,
    [RECEIVED, before.value],
    { timeout: SHOWN_MILLIS },
  );
  assert.ok(await written.evaluate((text) => text.isConnected && text.data !== ''));
  await page.context().close();
});
