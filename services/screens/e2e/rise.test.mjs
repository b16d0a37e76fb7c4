// When an alarm rises, a wall shows it alone for a while: who owes what since when.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import decodeQR from 'qr/decode.js';
import {
  baseURL,
  deskSettled,
  digits,
  getJSON,
  launch,
  openPage,
  settled,
  silenceable,
  TELEPHONE,
  WALL,
} from './browser.mjs';
import { leaveHistory, projected } from './traffic.mjs';

const RUN = Date.now();
const VIEW = '/views/district/677';
/** A wall of 75″ that is read from 5 m. */
const FROM_A_CHAIR = '?diagonal=75&distance=5';
/** From the answer to the alarm's event until its debtor is on the wall. */
const NAMED_MILLIS = 10_000;
/** And until an explanation is ordered, on a telephone that has scanned the code. */
const ORDERED_MILLIS = 30_000;

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
  // The rules look at a day that has just been opened: what they raise of it has risen before the tests begin.
  const count = async (figure) => (await getJSON(`/api/v1/lists/district/677?figure=${figure}`)).count;
  const isRaised = async () => {
    const { members } = await getJSON('/api/v1/lists/district/677?figure=alarms.active');
    return members.some(({ aspect }) => aspect === 'explanations.overdue');
  };
  while ((await count('explanations.overdue')) > 0 && !(await isRaised())) await delay(200);
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

/** What a picture of a code says, as another program than the one that drew it reads it. */
async function scanned(locator) {
  const png = (await locator.screenshot()).toString('base64');
  const blank = await browser.newPage();
  const { data, ...size } = await blank.evaluate(async (source) => {
    const image = new Image();
    image.src = `data:image/png;base64,${source}`;
    await image.decode();
    const side = 240;
    const canvas = new OffscreenCanvas(side, side).getContext('2d');
    canvas.drawImage(image, 0, 0, side, side);
    return { width: side, height: side, data: [...canvas.getImageData(0, 0, side, side).data] };
  }, png);
  await blank.close();
  return decodeQR({ ...size, data: Uint8Array.from(data) });
}

/** Until the end of a day that is more than a day away. */
const left = (due) => `còn ${(Date.parse(due) - Date.parse(day)) / 86_400_000} ngày`;

test('its code opens the same cut on a telephone, and what is ordered there runs on the wall until it is answered', async () => {
  const page = await wall();
  const alarm = await raise('order', 'late', 'Nhà kho số 4 bị ngập');
  await sceneOf(page, alarm).waitFor();
  const address = await scanned(page.getByTestId('code-to-scan'));
  assert.equal(address, `${baseURL()}/views/district/677?at=${alarm.position}`);

  const telephone = await openPage(browser, address, TELEPHONE);
  const cut = telephone.getByTestId('past-banner').locator(`[data-position="${alarm.position}"]`);
  await cut.waitFor();
  await telephone.locator(`[data-testid="verdict"] [data-need="alarm/${alarm.id}"] a`).click();
  await deskSettled(telephone);
  const act = telephone.getByTestId('act');
  await telephone.getByTestId('role').fill('lanh-dao');
  await act.locator('[data-order="order"]').click();
  await act.locator('textarea').fill('Vì sao nhà kho bị ngập?');
  await act.locator('button[type="submit"]').click();
  const sent = act.locator('[data-sent="recorded"]');
  await sent.waitFor();
  const ordered = Date.now() - alarm.at;
  assert.ok(ordered < ORDERED_MILLIS, `${ordered} ms`);

  const recorded = digits(/#[\d.]+/.exec(await sent.innerText())[0]);
  await projected(recorded);
  const { members } = await getJSON(`/api/v1/lists/district/677?figure=explanations.open&upto=${recorded}`);
  const { subject } = members.find((member) => member.position === recorded);
  const { events } = await getJSON(`/api/v1/timeline/${subject}`);
  const runs = `phải giải trình, ${left(events[0].data.due)}`;
  const what = page.getByTestId('scene-what');
  await what.getByText(runs).waitFor();
  // Rows for which a tile has no room are there, and out of sight.
  await page.goto(`/screens/province${FROM_A_CHAIR}`);
  const row = page.locator('[data-tile="ranking"] [data-unit="district/677"]');
  await row.getByTestId('owed').getByText('giải trình').waitFor({ state: 'attached' });
  await page.goto(VIEW);
  const need = page.locator(`[data-tile="incidents"] [data-need="${subject}"]`);
  await need.getByText(runs).waitFor({ state: 'attached' });
  const id = subject.slice('explanation/'.length);
  await post(`/api/v1/explanations/${id}/submit`, { answer: 'Mái dột, đã che tạm.' });
  await need.getByText('đã giải trình, chờ chấp nhận').waitFor({ state: 'attached' });
  await post(`/api/v1/explanations/${id}/accept`, {});
  await need.waitFor({ state: 'detached' });
  await clear(alarm);
  assert.deepEqual([page.complaints, telephone.complaints], [[], []]);
  await page.context().close();
  await telephone.context().close();
});

test('how what a rule watches came to be so is replayed by the frames of the day', async () => {
  const page = await openPage(browser, `/views/district/675${FROM_A_CHAIR}`, WALL);
  await settled(page);
  const id = `RISE-${RUN}`;
  await post('/api/v1/explanations', {
    ...{ id, unit: '675', figure: 'dossiers.overdue', question: 'Vì sao?' },
    ...{ due: '2024-06-28', time: '2024-06-25T08:00:00+07:00' },
  });
  const asked = Date.now();
  await page.locator('[data-testid="scene"][data-alarm="explanations.overdue/unit/675"]').waitFor();
  assert.ok(Date.now() - asked < NAMED_MILLIS, `${Date.now() - asked} ms`);
  assert.match(await page.getByTestId('scene-what').innerText(), /^quá hạn giải trình \d+\sngày/);
  const course = page.getByTestId('course');
  await course.waitFor();
  const told = await (await fetch(`${baseURL()}/api/v1/replays/district/675?at=${day}`)).text();
  const [start, ...steps] = told
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  let value = start.frame.figures['explanations.overdue'];
  const points = [{ minute: 0, value, base: 0 }];
  for (const { minute, patch } of steps) {
    value = patch.figures?.['explanations.overdue'] ?? value;
    points.push({ minute, value, base: 0 });
  }
  /** Where something changed: what came after the page asked, and is not of this, may have a line of its own. */
  const changes = (all) => all.filter((point, i) => point.value !== all[i - 1]?.value);
  const shown = JSON.parse(await course.getAttribute('data-points'));
  assert.deepEqual(changes(shown), changes(points));
  assert.equal(points.at(-1).value, 1);
  await course.and(page.locator(`[data-index="${shown.length - 1}"]`)).waitFor();
  assert.equal(await course.locator('output').innerText(), '1');
  await post(`/api/v1/explanations/${id}/withdraw`, { reason: 'thử' });
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
