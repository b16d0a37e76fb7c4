// What somebody who sees the pages for the first time asks: what stands first, of what there is more, how long a bar is, what an address
// was heeded for.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { getJSON, LAPTOP, launch, openDesk, openPage, settled, TABLET, TELEPHONE, WALL } from './browser.mjs';
import { FINGER } from './measure.mjs';
import { visit } from './visits.mjs';

const RULE = `manual.${Date.now()}`; // not in the catalogue
const TITLE = 'Nhà kho số 3 bị ngập';
let browser;

async function post(path, body) {
  const response = await fetch(new URL(path, process.env.IOC_URL), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ ...body, by: 'lanh-dao' }),
  });
  assert.ok(response.ok, await response.text());
}

before(async () => {
  browser = await launch();
  const { at } = await getJSON('/api/v1/lists/province?figure=alarms.active&limit=1');
  const time = `${at}T00:00:01+07:00`;
  await post('/api/v1/alarms', {
    rule: RULE,
    originator: 'unit/672',
    unit: '672',
    title: TITLE,
    severity: 'late',
    time,
  });
});
after(async () => {
  await post(`/api/v1/alarms/${RULE}/unit/672/clear`, {});
  await browser?.close();
});

test('nothing that needs somebody stands below an incident that is over, and how many rows there are more is said', async () => {
  for (const [language, more] of [
    ['vi', /^và \d+\snữa$/],
    ['en', /^and \d+\smore$/],
  ]) {
    const page = await openPage(browser, `/screens/province?lang=${language}`, WALL);
    await settled(page);
    const list = page.getByTestId('incidents');
    await list.locator(`[data-need="alarm/${RULE}/unit/672"]`, { hasText: TITLE }).waitFor();
    const marks = await list.locator('li:not(.more) .mark').allInnerTexts();
    assert.equal(marks.join(''), [...marks].sort((a, b) => '▲✓'.indexOf(a) - '▲✓'.indexOf(b)).join(''));
    assert.match(await list.locator('.more').innerText(), more);
    await page.context().close();
  }
});

test('the bars of the statuses are of one scale', async () => {
  const page = await openPage(browser, '/screens/province', WALL);
  await settled(page);
  const bars = await page.locator('[data-tile="funnel"] li').evaluateAll((rows) =>
    rows.flatMap((row) => {
      const [bar] = row.querySelectorAll('i');
      const value = Number(row.querySelector('[data-value]').dataset.value);
      return bar && value > 500 ? [bar.getBoundingClientRect().width / value] : [];
    }),
  );
  assert.ok(bars.length > 1);
  assert.ok(Math.max(...bars) < 1.2 * Math.min(...bars), `pixels for one: ${bars.join(' ')}`);
  await page.context().close();
});

test('an alarm goes by its title, and in English by its rule’s', async () => {
  const { rules } = await getJSON('/api/v1/topology');
  const page = await openDesk(browser, '/explanations?lang=en');
  const alarms = page.locator('[data-alarm]');
  await alarms.first().waitFor();
  for (const alarm of await alarms.all()) {
    const said = await alarm.innerText();
    for (const { title } of rules) assert.ok(!said.includes(title.vi), said);
  }
  const link = page.locator(`[data-alarm="${RULE}/unit/672"] a.link`).first();
  assert.equal(await link.innerText(), TITLE);
  await link.click();
  await page.getByTestId('timeline').getByText(TITLE).first().waitFor();
  assert.doesNotMatch(await page.locator('main').innerText(), /not named in the catalogue/);
  await page.context().close();
});

for (const viewport of [TELEPHONE, TABLET]) {
  test(`the links of alarms and explanations are as large as a finger at ${viewport.width}`, async () => {
    const page = await openPage(browser, '/explanations', viewport, { hasTouch: true, isMobile: true });
    const links = page.locator(':is([data-alarm], [data-explanation]) a.link');
    await links.first().waitFor();
    for (const link of await links.all()) {
      const { width, height } = await link.boundingBox();
      assert.ok(Math.min(width, height) >= FINGER - 0.5, `${await link.innerText()}: ${width}×${height}`);
    }
    await page.context().close();
  });
}

test('what of an address a page does not heed is said', async () => {
  const page = await openPage(browser, '/', LAPTOP);
  for (const path of [
    '/brief?at=2024-03-01',
    '/models?at=xx',
    '/definitions?upto=5',
    '/maps?map=nope',
    '/payments?map=zz',
  ]) {
    await visit(page, path);
    assert.ok((await page.getByTestId('unheeded').innerText()).includes(path.split('?')[1]), path);
  }
  for (const path of [
    '/brief',
    '/maps?at=2024-03-01',
    '/lists?view=province&figure=dossiers.open&at=2024-03-01',
  ]) {
    await visit(page, path);
    assert.equal(await page.getByTestId('unheeded').count(), 0, path);
  }
  await visit(page, '/screens/province?map=zz');
  await page.locator('[data-testid="nowhere"][data-kind="map"]', { hasText: 'zz' }).waitFor();
  await page.context().close();
});
