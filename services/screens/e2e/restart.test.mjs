// A gateway of the test's own, over an empty log, so that it can be killed.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { launch, WALL } from './browser.mjs';
import { Program } from './program.mjs';
import { dossier } from './traffic.mjs';

const SHOWN_MILLIS = 20_000;
const DAY = '2024-07-01';

let browser;
const system = new Program();
before(async () => {
  browser = await launch();
  await system.start();
});
after(async () => {
  await system.remove();
  await browser?.close();
});

/** Sends so many dossiers, each a commit of its own, and waits for the last acknowledgement. */
async function receive(count) {
  const run = randomUUID().slice(0, 8);
  for (let i = 0; i < count; i++) {
    const response = await fetch(`${system.url}/api/v1/dossiers/events`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/cloudevents-batch+json' },
      body: JSON.stringify(dossier(`${run}-${i}`, DAY)),
    });
    assert.ok(response.ok, await response.text());
  }
}

async function openDay() {
  const response = await fetch(`${system.url}/api/v1/clock/events`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/cloudevents-batch+json' },
    body: JSON.stringify([
      {
        specversion: '1.0',
        id: 'day',
        source: '/browser-test',
        type: 'clock.day_opened.v1',
        subject: 'clock/province',
        time: `${DAY}T00:00:00+07:00`,
        data: { date: DAY },
      },
    ]),
  });
  assert.ok(response.ok, await response.text());
}

function shows(page, count) {
  return page
    .locator(`[data-figure="dossiers.received"][data-value="${count}"]`)
    .first()
    .waitFor({ timeout: SHOWN_MILLIS });
}

test('a gateway that is killed and comes back: the screen goes on without a reload and misses no change', async () => {
  await openDay();
  await receive(7);
  const context = await browser.newContext({ viewport: WALL, baseURL: system.url, serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto('/views/district/672');
  await shows(page, 7);
  await page.evaluate(() => (window.sameDocument = true));
  await receive(3);
  await shows(page, 10);

  await system.stop('SIGKILL');
  await page.locator('[data-testid="link"][data-link="lost"]').waitFor({ timeout: SHOWN_MILLIS });
  await system.start();
  await receive(5); // while the page may still be waiting to reconnect
  await page.locator('[data-testid="link"][data-link="live"]').waitFor({ timeout: 2 * SHOWN_MILLIS });
  await shows(page, 15);
  await receive(1);
  await shows(page, 16);
  assert.equal(await page.evaluate(() => window.sameDocument), true);
  await context.close();
});

test('a page that is busy gets fewer, larger deltas, and ends at the exact figure', async () => {
  const context = await browser.newContext({ viewport: WALL, baseURL: system.url, serviceWorkers: 'block' });
  const page = await context.newPage();
  let deltas = 0;
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => {
      if (String(payload).includes('"type":"delta"')) deltas++;
    });
  });
  await page.goto('/views/district/672');
  await shows(page, 16);
  const blocked = page.evaluate(() => {
    const until = Date.now() + 2000;
    while (Date.now() < until);
  });
  const changes = 150;
  const senders = 6; // at once, faster than frames are sent
  await Promise.all(Array.from({ length: senders }, () => receive(changes / senders)));
  await blocked;
  await shows(page, 16 + changes);
  assert.ok(deltas > 0 && deltas < changes, `${deltas} deltas for ${changes} changes`);
  await context.close();
});
