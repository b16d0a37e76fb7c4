// A dossier that goes from one commune to another: the screens of both, their lists, its timeline and the report know it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { baseURL, getJSON, launch, openDesk, openPage, send, settled, SHOWN_MILLIS } from './browser.mjs';
import { dossier, leaveHistory, projected } from './traffic.mjs';

const FROM = { unit: '24769', view: 'commune/24769', name: 'Phường 7' };
/** A number stays by its word: on the page no line parts them. */
const plain = (text) => text.replaceAll('\u00a0', ' ');
const TO = { unit: '24772', view: 'commune/24772', name: 'Phường 8' };
const PROCEDURE = '1.001776'; // due in 22 working days
const MOVED = 'Chuyển đơn vị khác xử lý';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

async function command(path, body) {
  const response = await fetch(baseURL() + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  assert.equal(response.status, 200, text);
  return JSON.parse(text);
}

const open = async (page) =>
  Number(
    await page
      .locator('[data-tile="dossiers.open"] [data-figure="dossiers.open"]')
      .getAttribute('data-value'),
  );

/** Waits until a page's tile of open dossiers shows a number. */
const shows = (page, value) =>
  page
    .locator(`[data-tile="dossiers.open"] [data-figure="dossiers.open"][data-value="${value}"]`)
    .waitFor({ timeout: SHOWN_MILLIS });

test('a dossier that goes to another unit leaves the one’s tile and enters the other’s, and lists, timeline and report know it', async () => {
  const day = await leaveHistory();
  const code = `transfer-${randomUUID()}`;
  const pages = await Promise.all([FROM, TO].map(({ view }) => openPage(browser, `/views/${view}`)));
  await Promise.all(pages.map(settled));
  const [here, there] = await Promise.all(pages.map(open));

  await send('/api/v1/dossiers/events', dossier(code, day, FROM.unit, PROCEDURE));
  await shows(pages[0], here + 1);
  const { position } = await command(`/api/v1/dossiers/${code}/transfer`, {
    unit: TO.unit,
    reason: 'Thuộc thẩm quyền của Phường 8',
  });
  await Promise.all([shows(pages[0], here), shows(pages[1], there + 1)]);
  for (const page of pages) {
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }

  await projected(position);
  const list = await openDesk(browser, `/lists?view=${TO.view}&figure=dossiers.open`);
  const row = list.locator('[data-testid="members"] tbody tr', { hasText: code });
  await row.getByText(MOVED).waitFor();
  assert.match(plain(await row.innerText()), new RegExp(TO.name));
  await row.getByRole('link').first().click();
  const story = list.getByTestId('timeline');
  await story.getByText(MOVED).first().waitFor();
  const told = plain(await story.innerText());
  for (const words of [FROM.name, TO.name, 'Đơn vị chuyển đi', 'Thuộc thẩm quyền của Phường 8']) {
    assert.ok(told.includes(words), `${words} in: ${told}`);
  }
  assert.deepEqual(list.complaints, []);
  await list.context().close();

  const left = await openDesk(browser, `/lists?view=${FROM.view}&figure=dossiers.open`);
  assert.equal(await left.getByText(code).count(), 0, 'it is not in the list of the unit that it left');
  await left.context().close();
  const { rows, total } = await getJSON(`/api/v1/reports/district/672?by=unit&from=${day}&at=${day}`);
  const of = (unit) => rows.find(({ key }) => key === unit).values;
  assert.ok(of(FROM.unit).transferred_out >= 1 && of(TO.unit).transferred_in >= 1);
  const v = total.values;
  assert.equal(
    v.carried_over + v.received + v.transferred_in,
    v.resolved + v.rejected + v.withdrawn + v.transferred_out + v.open,
  );
});
