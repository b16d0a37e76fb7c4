import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { runnerImport } from 'vite';
import {
  getJSON,
  LAPTOP,
  launch,
  NOTHING,
  openPage,
  overflow,
  PANELS,
  settled,
  UPRIGHT,
  WALL,
  WALL_4K,
} from './browser.mjs';

/** What the province has published of its first half of 2024. */
const PUBLISHED = {
  '2024-06-15': { 'dossiers.received': 279813, 'dossiers.resolved': 257417 },
  '2024-06-30': {
    'dossiers.received': 313772,
    'dossiers.resolved_full_online': 88183,
    'payments.succeeded': 191643,
    'incidents.opened': 7,
    'incidents.resolved': 7,
    'models.total': 33,
    'models.completed': 12,
    'models.in_progress': 18,
    'models.waiting': 3,
  },
};
/** Figures that a past board shows besides. */
const SHOWN = ['dossiers.open', 'dossiers.overdue', 'dossiers.resolved_early', 'payments.amount_vnd'];

/** The five working days before 20 February 2024, those before them, and the change as it is written. */
const TET = [
  ['dossiers.received', 9911, 10240, '−3,2 %'],
  ['dossiers.resolved', 9894, 10418, '−5,0 %'],
  ['payments.succeeded', 6230, 6635, '−6,1 %'],
];

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

async function come(page) {
  await page.locator('[data-testid="past-banner"][data-state="come"]').waitFor();
  await page.locator('[data-testid="past-board"] [data-tile][data-state="past"]').first().waitFor();
}

function shown(page, name) {
  return page.locator(`[data-testid="past-board"] [data-figure="${name}"]`);
}

for (const [at, figures] of Object.entries(PUBLISHED)) {
  test(`the screen at the end of ${at} shows what was published`, async () => {
    const page = await openPage(browser, `/screens/province?at=${at}`);
    await come(page);
    for (const [name, value] of Object.entries(figures)) {
      assert.equal(await shown(page, name).getAttribute('data-value'), String(value), name);
      assert.equal(await shown(page, name).innerText(), value.toLocaleString('vi-VN'), name);
    }
    const answer = await getJSON(`/api/v1/views/province?at=${at}`);
    const statuses = Array.from({ length: 10 }, (_, i) => `dossiers.status.${i + 1}`);
    for (const name of [...SHOWN, ...statuses]) {
      assert.equal(await shown(page, name).getAttribute('data-value'), String(answer.figures[name]), name);
    }
    const [year, month, day] = at.split('-');
    const banner = await page.getByTestId('past-banner').innerText();
    assert.match(banner, new RegExp(`Số liệu đến hết ngày ${day}/${month}/${year} \\(từ 01/01/${year}\\)`));
    assert.match(banner, /vị trí sổ cái #[\d.]+/);
    assert.equal(await page.getByTestId('title').innerText(), 'IOC tỉnh Lâm Đồng');
    await page.getByTestId('simulated').getByText('MÔ PHỎNG').waitFor();
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
}

test('nothing on a past screen can be taken for live, and all stands at one position', async () => {
  const page = await openPage(browser, '/screens/province?at=2024-06-15');
  await come(page);
  await page.getByTestId('simulated').waitFor();
  assert.equal(await page.getByText('Trực tiếp', { exact: true }).count(), 0);
  assert.equal(await page.locator('[data-tile]:not([data-state="past"])').count(), 0);
  const positions = await page
    .locator('[data-position]')
    .evaluateAll((all) => all.map((element) => element.dataset.position));
  assert.ok(positions.length >= 9, `${positions.length} positions`);
  assert.equal(new Set(positions).size, 1);
  await page.context().close();
});

/** Waits until the past board shows what the address asks for, and returns the frame that it shows. */
async function frameShown(page, view) {
  await come(page);
  const { search } = new URL(page.url());
  const position = await page
    .getByTestId('past-banner')
    .locator('[data-position]')
    .getAttribute('data-position');
  const answer = await getJSON(`/api/v1/frames/${view}${search}`);
  assert.equal(position, String(answer.position));
  return answer.frame;
}

test('a past day has the map, the ranking, the curves and the tiles of the wall', async () => {
  const page = await openPage(browser, '/screens/province');
  await settled(page);
  const tiles = () => page.locator('[data-tile]').evaluateAll((all) => all.map((tile) => tile.dataset.tile));
  const inner = (name) => name !== 'incidents.open' && name !== 'incidents.opened'; // what a day is asked for is another number
  const live = (await tiles()).filter(inner);
  await page.goto('/screens/province?at=2024-06-28');
  const frame = await frameShown(page, 'province');
  assert.deepEqual((await tiles()).filter(inner), live);
  assert.equal(await page.getByTestId('past-kind').getAttribute('data-kind'), 'known_now');
  assert.equal(await page.getByText('hôm nay', { exact: true }).count(), 0, 'another day is not today');
  const ranked = page.locator('[data-testid="ranking"] [data-unit]').first();
  await ranked.waitFor();
  const overdue = frame.children[await ranked.getAttribute('data-unit')]['dossiers.overdue'];
  assert.ok((await ranked.innerText()).includes(overdue.toLocaleString('vi-VN')), `${overdue}`);
  assert.ok((await ranked.getAttribute('href')).endsWith('at=2024-06-28'), 'the day goes along');
  await page.locator('[data-tile="dossiers.received"] .beside svg').waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('the bar moves through the day by keyboard, the address carries it, and the board is never blank', async () => {
  const page = await openPage(browser, '/screens/province?at=2024-06-28');
  const before = await frameShown(page, 'province');
  await page.evaluate(() => {
    window.blanks = 0;
    new MutationObserver(() => {
      if (!document.querySelector('[data-tile] [data-position]')) window.blanks++;
    }).observe(document.body, { subtree: true, childList: true });
  });
  const slide = page.getByTestId('past-slide');
  await slide.focus();
  for (const [key, at] of [
    ['Home', 'T00:00'],
    ['PageUp', 'T01:00'],
    ['ArrowRight', 'T01:01'],
    ['End', ''],
    ['PageDown', 'T23:00'],
  ]) {
    await page.keyboard.press(key);
    await page.waitForURL(`**/screens/province?at=2024-06-28${at}`);
  }
  const frame = await frameShown(page, 'province');
  assert.ok(frame.figures['dossiers.received'] <= before.figures['dossiers.received']);
  assert.equal(
    await shown(page, 'dossiers.received').getAttribute('data-value'),
    String(frame.figures['dossiers.received']),
  );
  assert.equal(await page.evaluate(() => window.blanks), 0);
  await page.goBack();
  assert.ok(!page.url().includes('at='), 'what one only moves through is no step back');
  await page.context().close();
});

test('“Về hiện tại” leads back to the live screen', async () => {
  const page = await openPage(browser, '/screens/province?at=2024-06-15&from=2024-06-01');
  await come(page);
  assert.match(await page.getByTestId('past-banner').innerText(), /\(từ 01\/06\/2024\)/);
  await page.getByRole('link', { name: 'Về hiện tại' }).click();
  await settled(page);
  assert.equal(new URL(page.url()).pathname + new URL(page.url()).search, '/screens/province');
  await page.getByText('Trực tiếp', { exact: true }).waitFor();
  assert.equal(await page.getByTestId('past-banner').count(), 0);
  await page.context().close();
});

test('the keyboard alone goes from a live view to a past day', async () => {
  const page = await openPage(browser, '/views/district/672?screen=province');
  await settled(page);
  await page.getByTestId('pick-day').focus();
  await page.keyboard.press('Enter');
  await page.getByTestId('pick-day-input').fill('15/06/2024');
  await page.keyboard.press('Enter');
  await come(page);
  assert.equal(new URL(page.url()).search, '?screen=province&at=2024-06-15');
  const { figures } = await getJSON('/api/v1/views/district/672?at=2024-06-15');
  assert.equal(
    await shown(page, 'dossiers.received').getAttribute('data-value'),
    String(figures['dossiers.received']),
  );
  await page.keyboard.press('Escape'); // back to where one came from
  await page.locator('[data-testid="board"][data-view="district/672"]').waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('the choice of a day closes at Escape without leaving the view', async () => {
  const page = await openPage(browser, '/views/district/672?screen=province');
  await settled(page);
  await page.getByTestId('pick-day').click();
  await page.getByTestId('pick-day-input').waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('pick-day-input').waitFor({ state: 'hidden' });
  await page.locator('[data-testid="board"][data-view="district/672"]').waitFor();
  await page.context().close();
});

for (const viewport of [WALL, WALL_4K, PANELS, UPRIGHT, LAPTOP]) {
  test(`past screens fill ${viewport.width}×${viewport.height} without overflowing`, async () => {
    const addresses = ['/screens/province', '/screens/672', '/screens/education', '/views/commune/24769'];
    for (const address of addresses) {
      const page = await openPage(browser, `${address}?at=2024-06-30`, viewport);
      await come(page);
      await page.evaluate(() => document.fonts.ready);
      assert.deepEqual(await overflow(page), NOTHING, address);
      await page.context().close();
    }
  });
}

test('a day that cannot be shown says why', async () => {
  const page = await openPage(browser, '/screens/province?at=2024-06-31');
  await page.getByText('Không có ngày “31/06/2024”: hãy chọn ở “Xem ngày…”, ngày/tháng/năm').waitFor();
  await page.goto('/screens/province?at=2024-06-15&from=2024-06-16');
  await page.getByText('Ngày đầu kỳ “16/06/2024” không đọc được hoặc nằm sau ngày cuối kỳ').waitFor();
  await page.goto('/screens/province?at=2999-01-01');
  await page
    .getByText(/Ngày 01\/01\/2999 chưa tới: ngày cuối cùng sổ cái đã mở là \d\d\/\d\d\/2024/)
    .waitFor();
  await page.goto('/screens/province?at=2022-01-31');
  await page.getByText('chưa ghi nhận gì').waitFor();
  assert.equal(await shown(page, 'dossiers.received').innerText(), '–');
  await page.context().close();
});

test('a store of figures that does not answer is said, and asked again at a press', async () => {
  const page = await openPage(browser, '/', WALL, {
    before: (fresh) =>
      fresh.route(
        /\/api\/v1\/frames\//,
        (route) =>
          route.fulfill({
            status: 503,
            json: { error: { field: '', message: 'ClickHouse did not answer' } },
          }),
        { times: 1 },
      ),
  });
  await page.goto('/screens/province?at=2024-06-15');
  await page.getByText('Chưa lấy được số liệu của ngày 15/06/2024').waitFor();
  await page.getByRole('button', { name: 'Thử lại' }).click();
  await come(page);
  assert.equal(await shown(page, 'dossiers.received').getAttribute('data-value'), '279813');
  await page.context().close();
});

test('working day is compared with working day, with its base: Tết 2024 is in neither', async () => {
  const page = await openPage(browser, '/screens/province?at=2024-02-20');
  await come(page);
  const of = async (day, figure) =>
    (await getJSON(`/api/v1/views/province?from=${day}&at=${day}`)).figures[figure];
  const sum = async (days, figure) =>
    (await Promise.all(days.map((day) => of(`2024-${day}`, figure)))).reduce((total, one) => total + one, 0);
  const last = ['02-06', '02-07', '02-15', '02-16', '02-19'];
  const before = ['01-30', '01-31', '02-01', '02-02', '02-05'];
  const told = (n) => n.toLocaleString('vi-VN');
  for (const [figure, now, then, change] of TET) {
    assert.deepEqual([await sum(last, figure), await sum(before, figure)], [now, then], figure);
    const trend = page.locator(`[data-tile="${figure}"]`).getByTestId('trend');
    assert.deepEqual(
      [await trend.getAttribute('data-last'), await trend.getAttribute('data-before')],
      [String(now), String(then)],
    );
    assert.equal(
      (await trend.innerText()).replaceAll(/\s+/g, ' '),
      `5 ngày làm việc qua: ${told(now)} ${change} so với ${told(then)} trước đó`,
    );
  }
  await page.context().close();
});

test('what needed somebody then is a page of its own, to which the verdict of that day or minute leads', async () => {
  const { module } = await runnerImport(new URL('../src/store/needs.ts', import.meta.url).pathname);
  for (const at of ['2024-06-28', '2024-06-28T09:30']) {
    const answer = await getJSON(`/api/v1/frames/province?at=${at}`);
    const needs = module.needsOf(answer.frame);
    const page = await openPage(browser, `/screens/province?at=${at}`);
    await come(page);
    await page.locator('[data-testid="verdict"] p a').click();
    await page.locator('[data-testid="needs"][data-position]').waitFor();
    assert.equal(new URL(page.url()).searchParams.get('at'), at);
    const list = page.getByTestId('needs');
    const shown = await list
      .locator('[data-need]')
      .evaluateAll((rows) => rows.map(({ dataset }) => dataset.subjects.split(' ')));
    assert.ok(shown.length > 2, `${shown.length} rows`);
    assert.deepEqual(
      shown,
      needs.list.map(({ subjects }) => subjects),
    );
    assert.equal(Number(await list.getAttribute('data-count')), needs.count);
    assert.equal(await list.getByRole('button').count(), 0, 'nothing is done about the past');
    await page.getByTestId('to-now').click();
    await page.waitForURL((url) => url.pathname === '/needs' && !url.searchParams.has('at'));
    await page.context().close();
  }
});
