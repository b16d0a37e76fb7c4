// What is unusual for a unit at this hour: a hint below what needs somebody, by which units can be ranked, and which opens its list.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { deskSettled, getJSON, launch, openDesk, openPage, query, send, WALL } from './browser.mjs';
import { dossier, leaveHistory, projected } from './traffic.mjs';

/** Friday 28 June 2024 before ten, at the half-year's end: what is unusual in the province and its districts, the farthest first. */
const AT = '2024-06-28T10:30';
const HINTS = [
  ['province', 'dossiers.resolved', 'Lâm Đồng giải quyết 1.229 hồ sơ', 'thường 752–1.110'],
  ['district/675', 'dossiers.resolved', 'Lạc Dương giải quyết 44 hồ sơ', 'thường 5–37'],
  ['district/679', 'dossiers.resolved', 'Di Linh giải quyết 151 hồ sơ', 'thường 72–143'],
  ['province', 'payments.succeeded', 'Lâm Đồng 489 lượt thanh toán', 'thường 336–477'],
  ['province', 'dossiers.received', 'Lâm Đồng tiếp nhận 1.974 hồ sơ', 'thường 1.187–1.923'],
  ['district/678', 'dossiers.received', 'Đức Trọng tiếp nhận 280 hồ sơ', 'thường 154–277'],
];

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const words = (text) => text.replaceAll(/\s+/g, ' ').trim();

test('what is unusual is told below what needs somebody, and is not counted with it', async () => {
  const page = await openDesk(browser, `/needs?view=province&at=${AT}`);
  const hints = page.getByTestId('hints');
  await hints.waitFor();
  const shown = await hints
    .locator('[data-hint]')
    .evaluateAll((all) => all.map((one) => [one.dataset.view, one.dataset.hint, one.innerText]));
  assert.deepEqual(
    shown.map(([view, figure, text]) => [view, figure, words(text)]),
    HINTS.map(([view, figure, what, band]) => [view, figure, `± ${what} ${band} vào thứ Sáu trước 10 giờ`]),
  );
  const { frame } = await getJSON(`/api/v1/frames/province?at=${AT}`);
  assert.equal(Object.values(frame.unusual).flatMap((figures) => Object.keys(figures)).length, HINTS.length);
  const needs = await page.getByTestId('needs').locator('[data-need]').count();
  const rest = await page
    .getByTestId('needs')
    .locator('[data-rest]')
    .evaluateAll((all) => all.reduce((sum, one) => sum + Number(one.dataset.value), 0));
  assert.equal(await page.getByTestId('needs').getAttribute('data-count'), String(needs + rest));
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('units are ranked by what is unusual where one chooses so, and the address has it', async () => {
  const page = await openPage(browser, `/screens/province?at=${AT}`, WALL);
  await page.locator('[data-testid="ranking"] [data-unit]').first().waitFor();
  await page.locator('[data-rank="unusual"]').click();
  await page.waitForURL(`**/screens/province?at=${AT}&rank=unusual`);
  const rows = page.locator('[data-testid="unusual"] [data-unit]');
  await rows.first().waitFor();
  assert.deepEqual(
    await rows.evaluateAll((all) => all.map((one) => [one.dataset.unit, one.dataset.figure])),
    [
      ['district/675', 'dossiers.resolved'],
      ['district/679', 'dossiers.resolved'],
      ['district/678', 'dossiers.received'],
    ],
  );
  await page.locator('[data-rank="most"]').click();
  await page.waitForURL(`**/screens/province?at=${AT}`);
  await page.locator('[data-testid="ranking"] [data-unit]').first().waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a hint of now opens the list of its day, which says what is usual', async () => {
  const day = await leaveHistory();
  const [submitted, received] = dossier(`unusual-${Date.now()}`, day);
  const at = (event, minute) => ({ ...event, time: `${day}T10:${minute}:00+07:00` });
  await send('/api/v1/dossiers/events', [at(submitted, '00'), at(received, '05')]);
  const { log_position: position } = await getJSON('/api/v1/status');
  await projected(position);
  const page = await openDesk(browser, '/needs?view=province');
  const hint = page.locator('[data-hint="dossiers.received"][data-view^="district/"]').first();
  const view = await hint.getAttribute('data-view');
  await hint.locator('a').click();
  await page.waitForURL('**/lists?**');
  await deskSettled(page);
  assert.deepEqual(
    [query(page).get('view'), query(page).get('figure'), query(page).get('from')],
    [view, 'dossiers.received', day],
  );
  const band = page.getByTestId('band');
  await band.waitFor();
  const { frame } = await getJSON(`/api/v1/frames/${view}?position=${position}`);
  const { value, low, high, hour } = frame.unusual[view]['dossiers.received'];
  assert.match(
    words(await band.innerText()),
    new RegExp(`^± tiếp nhận ${value} hồ sơ, thường ${low}–${high} vào thứ .+ trước ${hour} giờ\\.`),
  );
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
