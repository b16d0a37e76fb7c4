import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import {
  DESK_PAGES,
  deskSettled,
  digits,
  getJSON,
  LAPTOP,
  launch,
  openDesk,
  query,
  seriousFaults,
  shown,
  SHOWN_MILLIS,
  TABLET,
  TELEPHONE,
} from './browser.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

for (const [view, figure] of [
  ['province', 'dossiers.overdue'],
  ['province', 'incidents.opened'],
  ['district/672', 'dossiers.open'],
  ['commune/24769', 'dossiers.received'],
  ['district/673', 'payments.succeeded'],
  ['department/education', 'dossiers.resolved_late'],
]) {
  test(`the number ${figure} of ${view} is the count of its list`, async () => {
    const page = await openDesk(browser, `/lists?view=${view}&figure=${figure}`);
    const { value, count, position } = await shown(page);
    const { total } = await getJSON(`/api/v1/breakdowns/${view}?figure=${figure}&by=day&upto=${position}`);
    assert.equal(value, total);
    assert.equal(count, value);
    assert.ok(value > 0);
    assert.equal(Number(await page.getByTestId('count').getAttribute('data-count')), value);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
}

test('a list’s pages have, to the end, as many rows as the number says, at one position', async () => {
  const page = await openDesk(browser, '/lists?view=province&figure=dossiers.overdue');
  const { value, position } = await shown(page);
  const rows = page.getByTestId('members').locator('tbody tr');
  const keys = new Set();
  for (;;) {
    for (const key of await rows.evaluateAll((all) => all.map((row) => row.dataset.key))) keys.add(key);
    const next = page.getByTestId('next');
    if ((await next.count()) === 0) break;
    const text = await page.getByTestId('page').innerText();
    await next.click();
    await page.waitForFunction(
      (before) => (document.querySelector('[data-testid="page"]')?.textContent.trim() ?? before) !== before,
      text.trim(),
    );
    await deskSettled(page);
    assert.equal((await shown(page)).position, position);
  }
  assert.equal(keys.size, value);
  await page.context().close();
});

test('a number opens where, then which, then the very events, at one position; and back up', async () => {
  const page = await openDesk(browser, '/lists?view=province&figure=dossiers.overdue');
  const { position } = await shown(page);
  const district = page.getByTestId('where').locator('tbody tr[data-key="672"]');
  const ofDistrict = digits(await district.locator('[data-column="value"]').innerText());
  await district.locator('a').click();
  await page.waitForURL(/view=district%2F672/);
  await deskSettled(page);
  assert.deepEqual(await shown(page), { value: ofDistrict, count: ofDistrict, position });
  assert.equal(query(page).get('upto'), String(position));

  const procedure = page.getByTestId('which').locator('tbody tr').first();
  const ofProcedure = digits(await procedure.locator('[data-column="value"]').innerText());
  await procedure.locator('a').click();
  await page.waitForURL(/procedure=/);
  await deskSettled(page);
  assert.deepEqual(await shown(page), { value: ofProcedure, count: ofProcedure, position });

  const code = await page.getByTestId('members').locator('tbody tr a').first().innerText();
  await page.getByTestId('members').locator('tbody tr a').first().click();
  await page.getByTestId('timeline').waitFor();
  assert.equal(await page.getByTestId('title').innerText(), `Hồ sơ ${code}`);
  assert.equal(query(page).get('upto'), String(position));
  assert.ok((await page.locator('[data-event="dossier.received.v1"]').count()) >= 1);
  await page.keyboard.press('Escape');
  await page.waitForURL(/\/lists\?.*procedure=/);
  await deskSettled(page);
  assert.equal((await shown(page)).value, ofProcedure);
  await page.keyboard.press('Escape');
  await page.waitForURL((url) => url.pathname === '/lists' && !url.search.includes('procedure='));
  await page.getByTestId('now').click();
  await page.waitForURL((url) => !url.search.includes('upto='));
  await page.getByTestId('cut').and(page.locator('[data-still="false"]')).waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a few of one procedure in one commune are neither told nor listed', async () => {
  const list = await getJSON('/api/v1/lists/commune/24769?figure=dossiers.received&limit=1');
  const cut = `figure=dossiers.received&from=${list.from}&at=${list.at}&upto=${list.position}`;
  const { rows } = await getJSON(`/api/v1/breakdowns/commune/24769?${cut}&by=procedure`);
  const few = rows.filter((row) => row.withheld);
  assert.ok(few.length >= 2, 'what is withheld alone could be worked out');
  const page = await openDesk(browser, `/lists?view=commune/24769&${cut}`);
  const all = page.getByTestId('which').getByRole('button', { name: /^Hiện cả/ });
  if ((await all.count()) > 0) await all.click();
  const row = page.getByTestId('which').locator(`tbody tr[data-key="${few[0].key}"]`);
  assert.equal(await row.locator('[data-column="value"]').innerText(), 'dưới 5');
  assert.equal(await row.locator('a').count(), 0);
  let smallest;
  for (const { key } of few) {
    const { withheld } = await getJSON(`/api/v1/lists/commune/24769?${cut}&procedure=${key}&limit=1`);
    if (withheld) smallest = key;
  }
  await page.goto(`/lists?view=commune/24769&${cut}&procedure=${smallest}`);
  await page.locator('[data-withheld]').waitFor();
  assert.equal(await page.getByTestId('members').count(), 0);
  await page.context().close();
});

test('every cell of a report opens the list that it counts', async () => {
  const page = await openDesk(browser, '/reports?view=district/672&group=result');
  const cell = page.getByTestId('report').locator('tbody tr').nth(1).locator('[data-column="resolved"]');
  const value = digits(await cell.innerText());
  await cell.locator('a').click();
  await page.waitForURL(/\/lists\?/);
  await deskSettled(page);
  const list = await shown(page);
  assert.deepEqual([list.value, list.count], [value, value]);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a report is downloaded as a spreadsheet', async () => {
  const page = await openDesk(browser, '/reports');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('csv').click()]);
  assert.match(download.suggestedFilename(), /^province-unit-.*\.csv$/);
  assert.match(await readFile(await download.path(), 'utf8'), /^\uFEFFMã;Tên;Kỳ trước chuyển sang/);
  await page.context().close();
});

test('who reports and who does not stands agency by agency', async () => {
  const page = await openDesk(browser, '/freshness');
  const kept = await getJSON('/api/v1/indicators/freshness');
  const agencies = new Set(kept.map((row) => row.agency));
  assert.equal(await page.getByTestId('kept').locator('tbody tr').count(), agencies.size);
  await page.locator('tr[data-key="cong-an-tinh"] a').click();
  await page.getByTestId('kept-units').waitFor();
  await page.context().close();
});

test('a source whose clock is ahead is named with what was refused of it', async () => {
  const source = `//noc.example/${Date.now()}`;
  const response = await fetch(new URL('/api/v1/systems/events', process.env.IOC_URL), {
    method: 'POST',
    headers: { 'Content-Type': 'application/cloudevents+json' },
    body: JSON.stringify({
      ...{ specversion: '1.0', id: '1', source, type: 'feed.down.v1', subject: 'feed/e2e' },
      ...{ time: '2199-01-01T00:00:00Z', data: { name: 'LGSP', unit: '68' } },
    }),
  });
  assert.equal(response.status, 422);
  const page = await openDesk(browser, '/freshness');
  await page.waitForFunction(
    async (source) => {
      const { sources } = await (await fetch('/api/v1/sources')).json();
      return sources.some((one) => one.source === source && one.refused === 1);
    },
    source,
    { timeout: SHOWN_MILLIS, polling: 200 },
  );
  await page.reload();
  const row = page.getByTestId('clocks').locator('tbody tr', { hasText: source });
  assert.equal(await row.locator('[data-column="refused"]').innerText(), '1');
  await row.locator('a').click();
  await page.getByText('Từ chối nguồn có đồng hồ chạy nhanh').waitFor();
  await page.context().close();
});

test('every protected system stands with its four layers', async () => {
  const page = await openDesk(browser, '/security');
  await page.getByTestId('systems').locator('tbody tr').first().waitFor();
  assert.equal(await page.getByTestId('systems').locator('tbody tr').count(), 31);
  assert.match(await page.getByTestId('files').innerText(), /31\s*8\sdo UBND tỉnh, 23\sdo Sở duyệt/);
  assert.ok((await page.getByTestId('feeds').locator('li').count()) >= 4);
  await page.context().close();
});

test('one period has the same total under the three maps', async () => {
  const page = await openDesk(browser, '/maps?figure=dossiers.received&at=2024-06-15');
  await page.getByTestId('equal').and(page.locator('[data-equal="true"]')).waitFor();
  const numbers = async (id) =>
    (await page.getByTestId(id).evaluateAll((all) => all.map((cell) => cell.dataset.value))).map(Number);
  const [totals, assigned, unassigned] = [
    await numbers('map-total'),
    await numbers('map-assigned'),
    await numbers('map-unassigned'),
  ];
  assert.deepEqual(totals, [279813, 279813, 279813]);
  totals.forEach((total, i) => assert.equal(assigned[i] + unassigned[i], total));
  await page.context().close();
});

test('what is chosen far down a page opens where one looks', async () => {
  const page = await openDesk(browser, '/scorecard?period=2024-Q2&group=communes');
  const row = page.locator('tbody tr[data-key] a.link').last();
  await row.scrollIntoViewIfNeeded();
  await row.click();
  await page.waitForURL(/unit=/);
  await page.locator('[data-testid="score-details"]').waitFor();
  await page.waitForFunction(() => {
    const { top } = document.querySelector('[data-testid="score-details"]').getBoundingClientRect();
    return top >= -1 && top < innerHeight;
  });
  await page.context().close();
});

test('Ctrl-K finds pages and figures by their words', async () => {
  const page = await openDesk(browser, '/scorecard');
  for (const [typed, found, url] of [
    ['diem tin', '[data-found="page"][data-id="brief"]', /\/brief$/],
    ['dang qua han', '[data-found="figure"][data-id="dossiers.overdue"]', /figure=dossiers.overdue/],
  ]) {
    await page.keyboard.press('Control+k');
    await page.keyboard.type(typed);
    await page.locator(found).click();
    await page.waitForURL(url);
    await deskSettled(page);
  }
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a figure is found by typing, under what it counts, and where it is worst stands first', async () => {
  const page = await openDesk(browser, '/lists?view=province&figure=dossiers.received');
  await page.getByTestId('choose-figure').fill('dang qua han');
  await page.locator('[data-option="dossiers.overdue"]').waitFor();
  assert.equal(await page.locator('[role="group"] [data-option]').count(), 1);
  await page.keyboard.press('Enter');
  await page.waitForURL(/figure=dossiers.overdue/);
  await deskSettled(page);
  const values = page.getByTestId('where').locator('tbody [data-column="value"]');
  const numbers = (await values.allInnerTexts()).map(digits);
  assert.ok(numbers.length >= 12 && numbers[0] > 0, numbers.join());
  assert.deepEqual(
    numbers,
    [...numbers].sort((a, b) => b - a),
  );
  await page
    .getByTestId('members')
    .getByText(/^quá hạn \d+\sngày$/)
    .first()
    .waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a slash and a few letters without marks find a unit', async () => {
  const page = await openDesk(browser, '/scorecard');
  await page.keyboard.press('/');
  await page.keyboard.type('da lat');
  await page.locator('[data-found="district"][data-id="672"]').waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/views\/district\/672/);
  assert.equal(await page.evaluate(() => document.documentElement.classList.contains('desk')), false);
  await page.context().close();
});

for (const [name, viewport] of Object.entries({ LAPTOP, TABLET, TELEPHONE })) {
  test(`no desk page is wider than a ${name.toLowerCase()}`, async () => {
    for (const path of DESK_PAGES) {
      const page = await openDesk(browser, path, viewport);
      const right = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(right <= 0, `${path} is ${right} pixels too wide`);
      await page.context().close();
    }
  });
}

test('no desk page has a serious fault of accessibility', async () => {
  for (const path of DESK_PAGES) {
    const page = await openDesk(browser, path);
    assert.deepEqual(await seriousFaults(page), [], path);
    await page.context().close();
  }
});
