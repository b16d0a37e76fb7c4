// A log of two years, across the merger of three districts, in a program of the test's own.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { deskSettled, LAPTOP, launch, NOTHING, overflow, TELEPHONE, WALL } from './browser.mjs';
import { Program } from './program.mjs';
import { dossier } from './traffic.mjs';

/** What units received on a day: Đạ Huoai, Đạ Tẻh and Cát Tiên, and the district that was made of them; Đà Lạt. */
const RECEIVED = [
  ['2024-03-15', '681', 3],
  ['2024-03-15', '682', 4],
  ['2024-03-15', '683', 5],
  ['2024-03-15', '672', 6],
  ['2025-03-14', '682-202412', 18],
  ['2025-03-14', '672', 9],
];

let browser;
const system = new Program();
before(async () => {
  browser = await launch();
  await system.start();
  for (const day of ['2024-01-01', '2024-03-15', '2025-03-14', '2025-03-31']) {
    await openUntil(day);
    for (const [on, unit, count] of RECEIVED) {
      if (on !== day) continue;
      const codes = Array.from({ length: count }, (_, i) => `${unit}-${day}-${i}`);
      await send(
        'dossiers',
        codes.flatMap((code) => dossier(code, day, unit)),
      );
    }
  }
  // What is asked of history is there: everything is at the log's end.
  while (!(await fetch(`${system.url}/readyz`)).ok) await new Promise((done) => setTimeout(done, 100));
});
after(async () => {
  await system.remove();
  await browser?.close();
});

async function send(service, events) {
  const response = await fetch(`${system.url}/api/v1/${service}/events`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/cloudevents-batch+json' },
    body: JSON.stringify(events),
  });
  assert.ok(response.ok, await response.text());
}

function opened(day) {
  return {
    specversion: '1.0',
    id: day,
    source: '/browser-test',
    type: 'clock.day_opened.v1',
    subject: 'clock/province',
    time: `${day}T00:00:00+07:00`,
    data: { date: day },
  };
}

let last = '';

/** Opens each day after the last one, up to this one: the clock leaves none out. */
async function openUntil(day) {
  const days = [];
  for (let next = last ? dayAfter(last) : day; next <= day; next = dayAfter(next)) days.push(opened(next));
  await send('clock', days);
  last = day;
}

function dayAfter(day) {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}

async function open(path, viewport = LAPTOP) {
  const context = await browser.newContext({ viewport, baseURL: system.url, serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(path);
  await deskSettled(page);
  return page;
}

const plain = (text) => text.replaceAll(/\s+/g, ' ').trim();

/** What a cell says, with what it is held against. */
async function cell(page, key, column) {
  const row = key === 'total' ? page.locator('[data-total]') : page.locator(`tr[data-key="${key}"]`);
  return plain(await row.first().locator(`[data-column="${column}"]`).innerText());
}

const MARCH = '/reports?view=province&from=2025-03-01&at=2025-03-30&map=';

test('a report has the same dates of the year before beside each number, under the map of now and of then', async () => {
  for (const viewport of [LAPTOP, TELEPHONE]) {
    const page = await open(`${MARCH}2024-12`, viewport);
    assert.match(
      plain(await page.getByTestId('before').innerText()),
      /^Cùng kỳ: 01\/03\/2024 – 30\/03\/2024\./,
    );
    assert.equal(await cell(page, '682-202412', 'received'), '18 cùng kỳ 12 (+6)');
    assert.equal(await cell(page, '672', 'received'), '9 cùng kỳ 6 (+3)');
    assert.equal(await cell(page, 'total', 'received'), '27 cùng kỳ 18 (+9)');
    await page.context().close();
  }
  const then = await open(`${MARCH}2024-07`);
  assert.equal(await cell(then, '672', 'received'), '9 cùng kỳ 6 (+3)');
  assert.equal(await cell(then, '681', 'received'), '0', 'it cannot be told from its neighbours since');
  assert.equal(await cell(then, 'total', 'received'), '27 cùng kỳ 18 (+9)');
  await then.context().close();
});

test('a list says of each unit what it was a year before', async () => {
  const page = await open(
    '/lists?view=province&figure=dossiers.received&from=2025-03-01&at=2025-03-30&map=2024-12',
  );
  assert.equal(await cell(page, '682-202412', 'value'), '18 cùng kỳ 12 (+6)');
  assert.equal(await cell(page, 'total', 'value'), '27 cùng kỳ 18 (+9)');
  await page.context().close();
});

test('a headline says of the year how it stands against the same dates of the year before', async () => {
  for (const [view, words, title] of [
    ['province', 'cùng kỳ +9', '27 so với 18 cùng kỳ năm trước, đến hết ngày 30/03/2025'],
    ['district/672', 'cùng kỳ +3', '9 so với 6 cùng kỳ năm trước, đến hết ngày 30/03/2025'],
  ]) {
    const context = await browser.newContext({
      viewport: WALL,
      baseURL: system.url,
      serviceWorkers: 'block',
    });
    const page = await context.newPage();
    await page.goto(`/views/${view}`);
    const note = page.locator('[data-tile="dossiers.received"]').getByTestId('year-before');
    assert.equal(plain(await note.innerText()), words);
    assert.equal(plain(await note.getAttribute('title')), title);
    assert.deepEqual(await overflow(page), NOTHING);
    await context.close();
  }
});

test('where no year before is known nothing is shown, and the report says so once', async () => {
  const page = await open('/reports?view=province&from=2024-03-01&at=2024-03-31');
  assert.equal(await page.getByTestId('before').innerText(), 'Chưa có số liệu cùng kỳ năm trước.');
  assert.equal(await cell(page, '672', 'received'), '6');
  assert.equal(await page.getByText('cùng kỳ', { exact: false }).count(), 1);
  await page.context().close();
});
