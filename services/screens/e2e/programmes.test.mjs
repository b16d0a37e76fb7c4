// The desk's pages on payments, pilot models, reported figures and assumptions.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { deskSettled, digits, getJSON, launch, openDesk, openPage, query, shown, WALL } from './browser.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** The number in a cell of a table's row, exact to the digit. */
async function cell(row, column) {
  return digits(await row.locator(`[data-column="${column}"]`).innerText());
}

const PAID = ['billed', 'paid', 'paid_online', 'paid_directly', 'refunded', 'amount_vnd'];

test('the report on payments adds up to what the API says, and is the ledger’s', async () => {
  const page = await openDesk(browser, '/payments');
  const position = Number(await page.getByTestId('cut').getAttribute('data-position'));
  const { rows, total } = await getJSON(`/api/v1/reports/payments/province?upto=${position}`);
  const table = page.getByTestId('payments');
  for (const column of PAID) {
    assert.equal(await cell(table.locator('tr[data-total]'), column), total[column], column);
  }
  assert.equal(await table.locator('tbody tr').count(), rows.length);
  for (const { key, billed, amount_vnd } of rows) {
    const row = table.locator(`tbody tr[data-key="${key || 'none'}"]`);
    assert.deepEqual([await cell(row, 'billed'), await cell(row, 'amount_vnd')], [billed, amount_vnd]);
  }
  const { numerator, denominator } = total.offered;
  const last = table.locator('tr[data-total] [data-column="offered"]');
  assert.equal((await last.innerText()).trim(), `${numerator}/${denominator}`);
  const amount = page.getByTestId('figures').locator('[data-figure="amount_vnd"]');
  assert.equal(Number(await amount.getAttribute('data-value')), total.amount_vnd);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('every number of the report on payments opens the list of that number', async () => {
  for (const path of [
    '/payments?from=2024-06-01&at=2024-06-15',
    '/payments?by=field',
    '/payments?view=district/672&by=procedure',
    '/payments?by=department',
  ]) {
    const page = await openDesk(browser, path);
    const links = await page
      .getByTestId('payments')
      .locator('tr:is([data-total], tbody tr:nth-child(1), tbody tr:last-child) td a')
      .evaluateAll((all) => all.map((link) => [link.getAttribute('href'), link.textContent]));
    assert.ok(links.length >= 12, `${path} has ${links.length} links`);
    for (const [href, text] of links) {
      const { searchParams } = new URL(href, 'http://x');
      const { view, ...asked } = Object.fromEntries(searchParams);
      assert.ok(asked.upto, 'the list stands where the report does');
      const list = await getJSON(`/api/v1/lists/${view}?${new URLSearchParams({ ...asked, limit: 1 })}`);
      assert.equal(list.value, digits(text), href);
      if (!asked.figure.endsWith('_vnd')) assert.equal(list.count, list.value, href);
    }
    await page.context().close();
  }
  const page = await openDesk(browser, '/payments?view=district/672');
  const online = page.getByTestId('payments').locator('tr[data-total] [data-column="paid_online"]');
  const value = digits(await online.innerText());
  await online.locator('a').click();
  await page.waitForURL(/figure=payments\.succeeded&method=truc-tuyen/);
  await deskSettled(page);
  const list = await shown(page);
  assert.deepEqual([list.value, list.count], [value, value]);
  assert.ok(value > 0);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('the report on payments tells no few of one procedure in one commune, and links to none', async () => {
  const day = 'from=2024-06-03&at=2024-06-05';
  const { rows } = await getJSON(`/api/v1/reports/payments/commune/24769?by=procedure&${day}`);
  const few = rows.filter(({ withheld }) => withheld.includes('billed'));
  assert.ok(few.length > 0);
  const page = await openDesk(browser, `/payments?view=commune/24769&${day}`);
  for (const { key } of few) {
    const row = page.getByTestId('payments').locator(`tbody tr[data-key="${key}"]`);
    assert.equal((await row.locator('[data-column="billed"]').innerText()).trim(), 'dưới 5');
    assert.equal((await row.locator('[data-column="amount_vnd"]').innerText()).trim(), '–');
    assert.equal((await row.locator('[data-column="online_rate"]').innerText()).trim(), '–');
    assert.equal(await row.locator('[data-column="billed"] a').count(), 0);
  }
  await page.context().close();
});

test('the pilot models stand each with its status, and the statuses add up', async () => {
  const { figures } = await getJSON('/api/v1/views/province');
  const page = await openDesk(browser, '/models');
  const rows = page.getByTestId('models').locator('tbody tr');
  assert.equal(await rows.count(), figures['models.total']);
  assert.equal(
    await page.getByTestId('title').innerText(),
    `${figures['models.total']}\u00a0mô hình điểm Đề án 06`,
  );
  for (const [name, value] of Object.entries(figures)) {
    const shown = page.getByTestId('figures').locator(`[data-figure="${name}"]`);
    if ((await shown.count()) > 0) assert.equal(Number(await shown.getAttribute('data-value')), value, name);
  }
  const choices = await page
    .getByTestId('statuses')
    .locator('[data-choice]')
    .evaluateAll((all) => all.map((choice) => [choice.dataset.choice, Number(choice.dataset.count)]));
  const [[, all], ...statuses] = choices;
  assert.equal(all, figures['models.total']);
  assert.equal(
    statuses.reduce((sum, [, count]) => sum + count, 0),
    all,
  );
  assert.equal(
    Object.fromEntries(statuses).completed + (Object.fromEntries(statuses).maintained ?? 0),
    figures['models.completed'],
  );
  for (const [status, count] of statuses) {
    await page.getByTestId('statuses').locator(`[data-choice="${status}"]`).click();
    await page.waitForURL(`**/models?status=${status}`);
    await rows.nth(count).waitFor({ state: 'detached' });
    assert.equal(await rows.count(), count, status);
  }
  await page.goto('/models?status=blocked');
  const blocked = rows.first();
  await blocked.waitFor();
  assert.match(await blocked.locator('[data-column="status"]').innerText(), /\n\S/, 'why it waits');
  assert.match(await blocked.locator('[data-column="due"]').getAttribute('class'), /late mark/);
  const id = await blocked.getAttribute('data-key');
  await blocked.locator('[data-column="name"] a').click();
  await page.getByTestId('timeline').waitFor();
  assert.equal(query(page).get('subject'), `model/${id}`);
  assert.ok((await page.locator('[data-event="model.blocked.v1"]').count()) >= 1);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a wall’s models open their page, and an idle wall finds home from there', async () => {
  const page = await openPage(browser, '/screens/province', WALL);
  await page.getByTestId('to-models').click();
  await page.getByTestId('models').waitFor();
  assert.equal(query(page).get('screen'), 'province');
  await page.getByTestId('statuses').locator('[data-choice="completed"]').click();
  await page.waitForURL(/status=completed/);
  assert.equal(query(page).get('screen'), 'province');
  await page.context().close();
});

test('reported figures stand by programme, each with its issuer, its target and what is owed', async () => {
  const { reported } = await getJSON('/api/v1/views/province');
  const { indicators } = await getJSON('/api/v1/topology');
  const page = await openDesk(browser, '/reported');
  const cards = Object.values(reported);
  const rows = page.getByTestId('reported-page').locator('tr[data-reported]');
  await rows.first().waitFor();
  assert.equal(await rows.count(), cards.length);
  const programmes = new Set(
    cards.map((card) => indicators.find(({ id }) => id === card.indicator).programme),
  );
  assert.equal(await page.locator('tr.group').count(), programmes.size);
  const silent = cards.filter((card) => card.silent);
  assert.ok(silent.length > 0);
  for (const { indicator, issuer } of silent) {
    const state = page.locator(
      `[data-reported="${indicator}"][data-issuer="${issuer}"] [data-column="state"]`,
    );
    assert.match(await state.getAttribute('class'), /late mark/, indicator);
  }
  const target = page.locator('[data-reported="mail.active_pct"] [data-column="target"]');
  assert.match(await target.innerText(), /^80\s*%$/);
  await page.locator('[data-choice="silent"]').click();
  await page.waitForURL(/show=silent/);
  await rows.nth(silent.length).waitFor({ state: 'detached' });
  assert.equal(await rows.count(), silent.length);
  assert.equal(await page.locator('a[href="/upload?lang=vi"]').count(), 1);
  await rows.first().locator('a').click();
  await page.locator('[data-event="indicator.reported.v1"]').first().waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('an assumption has an address, and every desk page leads to them', async () => {
  const { assumptions } = await getJSON('/api/v1/topology');
  const page = await openDesk(browser, '/payments');
  await page.getByTestId('to-assumptions').click();
  await page.getByTestId('assumptions').waitFor();
  assert.equal(await page.getByTestId('assumptions').locator('li').count(), assumptions.length + 1);
  const { id, text } = assumptions.at(-1);
  await page.goto(`/assumptions#${id}`);
  const aimed = page.locator('li:target');
  await aimed.waitFor();
  assert.equal(await aimed.innerText(), text.vi);
  assert.ok(await aimed.evaluate((item) => item.getBoundingClientRect().bottom <= window.innerHeight));
  await page.getByTestId('language').click();
  await page.getByText(text.en).waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('all desk pages stand in one row on a laptop, in both languages', async () => {
  for (const language of ['vi', 'en']) {
    const page = await openDesk(browser, `/reported?lang=${language}`);
    await page.evaluate(() => document.fonts.ready);
    const hidden = await page
      .locator('header nav')
      .evaluate((nav) => nav.scrollWidth - Math.ceil(nav.getBoundingClientRect().width));
    assert.ok(hidden <= 0, `${hidden} pixels are hidden in ${language}`);
    await page.context().close();
  }
});

test('what a number means is one press away: every figure in words, its formula, its source', async () => {
  const { figures } = await getJSON('/api/v1/views/province?at=2024-06-15');
  const page = await openDesk(browser, '/lists?view=province&figure=dossiers.overdue');
  await page.getByTestId('to-definition').click();
  const aimed = page.locator('[id="dossiers.overdue"]:target');
  await aimed.waitFor();
  await page.waitForFunction(() => {
    const { top, bottom } = document.querySelector(':target').getBoundingClientRect();
    return top >= 0 && bottom <= window.innerHeight;
  });
  await aimed.locator('summary').click();
  await aimed
    .getByText(
      'Cộng dossiers.running; xảy ra đến hết ngày cuối kỳ; hạn đến hết ngày liền trước ngày cuối kỳ.',
    )
    .waitFor();
  const there = await page
    .getByTestId('definitions')
    .locator('> div')
    .evaluateAll((items) => items.map(({ id }) => id));
  assert.deepEqual(
    Object.keys(figures).filter((name) => !there.includes(name)),
    [],
  );
  assert.ok(there.includes('dossiers.on_time_rate'));
  await page.getByTestId('language').click();
  await page.getByText('Resolved early or on time ÷ Dossiers resolved').waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
