// A wall runs for months: its memory and its page must not grow with what it has shown. SOAK_SECONDS makes the run longer.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { figure, launch, openPage, settled } from './browser.mjs';
import { leaveHistory, stream } from './traffic.mjs';

const SECONDS = Number(process.env.SOAK_SECONDS ?? 40);
const PER_SECOND = 20;
/** What a run may leave behind: a day's rows of a chart, a card; not something for each change. */
const HEAP_GROWTH = 3 * 2 ** 20;
const NODE_GROWTH = 60;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

async function size(page, session) {
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const of = (name) => metrics.find((metric) => metric.name === name).value;
  return {
    heap: of('JSHeapUsedSize'),
    nodes: await page.evaluate(() => document.getElementsByTagName('*').length),
  };
}

test(`heap and page stay as large as they are over ${SECONDS * PER_SECOND} changes`, async () => {
  const day = await leaveHistory();
  const page = await openPage(browser, '/screens/province');
  await settled(page);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const shownBefore = await figure(page, 'dossiers.received');
  await stream(day, PER_SECOND, SECONDS / 4); // what is made once is made
  const before = await size(page, session);
  await stream(day, PER_SECOND, (3 * SECONDS) / 4);
  const after = await size(page, session);
  const shown = await figure(page, 'dossiers.received');
  assert.ok(shown.value > shownBefore.value, 'the changes were shown');
  assert.ok(after.heap - before.heap < HEAP_GROWTH, `heap ${before.heap} → ${after.heap}`);
  assert.ok(after.nodes - before.nodes < NODE_GROWTH, `elements ${before.nodes} → ${after.nodes}`);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
