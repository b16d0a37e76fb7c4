// When an alarm rises, a wall shows it alone for a while: who owes what since when.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openPage, settled, silenceable, WALL } from './browser.mjs';
import { leaveHistory } from './traffic.mjs';

const RUN = Date.now();
const VIEW = '/views/district/677';
/** A wall of 75″ that is read from 5 m. */
const FROM_A_CHAIR = '?diagonal=75&distance=5';
/** From the answer to the alarm's event until its debtor is on the wall. */
const NAMED_MILLIS = 10_000;

let browser;
let day;
const raised = new Set();

async function post(path, body) {
  const response = await fetch(new URL(path, process.env.IOC_URL), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ ...body, by: 'lanh-dao' }),
  });
  const text = await response.text();
  assert.ok(response.ok, text);
  return JSON.parse(text);
}

async function raise(name, severity, title) {
  const rule = `rise.${name}.${RUN}`;
  raised.add(rule);
  const { position } = await post('/api/v1/alarms', {
    ...{ rule, originator: 'unit/677', unit: '677', title, severity, time: `${day}T00:00:01+07:00` },
  });
  return { id: `${rule}/unit/677`, position, at: Date.now() };
}

async function clear({ id }) {
  raised.delete(id.split('/')[0]);
  await post(`/api/v1/alarms/${id}/clear`, {});
}

async function wall(options = {}) {
  const page = await openPage(browser, VIEW + FROM_A_CHAIR, WALL, options);
  await settled(page);
  return page;
}

const sceneOf = (page, { id }) => page.locator(`[data-testid="scene"][data-alarm="${id}"]`);

before(async () => {
  browser = await launch();
  day = await leaveHistory();
});
after(async () => {
  for (const rule of raised) await post(`/api/v1/alarms/${rule}/unit/677/clear`, {}).catch(() => {});
  await browser?.close();
});

test('a wall says within seconds who owes what since when, the worst first, and then is its own again', async () => {
  const page = await wall();
  const watch = await raise('watch', 'watch', 'Máy phát số 2 hết dầu');
  await sceneOf(page, watch).waitFor();
  const named = Date.now() - watch.at;
  assert.ok(named < NAMED_MILLIS, `${named} ms`);
  assert.equal(Number(await sceneOf(page, watch).getAttribute('data-position')), watch.position);
  const [, month, date] = day.split('-');
  const lines = (await sceneOf(page, watch).innerText()).split('\n').filter(Boolean);
  assert.deepEqual(lines.slice(0, 3), [
    '▲ Đơn Dương',
    `Máy phát số 2 hết dầu từ ${date}/${month}`,
    'chưa ai nhận',
  ]);
  assert.equal(await page.locator('[data-tile]:not([data-tile="scene"])').count(), 0);

  const late = await raise('late', 'late', 'Nhà kho số 3 bị ngập');
  await sceneOf(page, late).waitFor();
  assert.equal(await page.getByTestId('scene-others').getAttribute('data-n'), '1');
  await clear(late);
  await sceneOf(page, watch).waitFor();
  await clear(watch);
  await sceneOf(page, watch).and(page.locator('[data-settled="true"]')).waitFor();
  await page.getByTestId('scene').waitFor({ state: 'detached' });
  await page.locator('[data-tile="ranking"]').waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a wall that was away shows nothing of what rose meanwhile, and what rises then', async () => {
  const link = silenceable();
  const page = await wall({ before: link.before });
  const before = Number(await page.getByTestId('verdict').getAttribute('data-count'));
  link.isSilent = true;
  await page.locator('.app[data-link="lost"]').waitFor();
  const away = await raise('away', 'watch', 'Máy phát số 5 hết dầu');
  link.isSilent = false;
  await page.locator(`[data-testid="verdict"][data-count="${before + 1}"]`).waitFor();
  const there = await raise('there', 'watch', 'Máy phát số 6 hết dầu');
  await sceneOf(page, there).waitFor();
  assert.equal(await page.getByTestId('scene-others').count(), 0, 'the other one stood before');
  await clear(away);
  await clear(there);
  await page.context().close();
});

test('nobody who sits at a board has it taken from them', async () => {
  const page = await openPage(browser, VIEW, WALL);
  await settled(page);
  const before = Number(await page.getByTestId('verdict').getAttribute('data-count'));
  const alarm = await raise('desk', 'watch', 'Máy phát số 7 hết dầu');
  await page.locator(`[data-testid="verdict"][data-count="${before + 1}"]`).waitFor();
  assert.equal(await page.getByTestId('scene').count(), 0);
  await page.locator('[data-tile="map"]').waitFor();
  await clear(alarm);
  await page.context().close();
});

test('a wall goes back to what it showed while the alarm stands', async () => {
  const page = await wall();
  const alarm = await raise('stands', 'watch', 'Máy phát số 8 hết dầu');
  await sceneOf(page, alarm).waitFor();
  await page.getByTestId('scene').waitFor({ state: 'detached', timeout: 75_000 });
  assert.ok(Date.now() - alarm.at > 55_000, 'a minute');
  await page.locator('[data-tile="ranking"]').waitFor();
  await page.locator(`[data-need="alarm/${alarm.id}"]`).first().waitFor({ state: 'attached' });
  await clear(alarm);
  await page.context().close();
});
