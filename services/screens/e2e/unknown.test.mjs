// What does not exist, or is asked for wrongly, is said in a sentence, with the way on, in both languages; nothing goes on loading, and
// nobody is told to ask the same again where that cannot help.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { deskSettled, LAPTOP, launch, openPage } from './browser.mjs';
import { visit } from './visits.mjs';

const UNKNOWN = [
  '/nowhere',
  '/screens',
  '/screens/unknown',
  '/screens/unknown?replay=today',
  '/screens/unknown?at=2024-06-15',
  '/screens/province?at=xx',
  '/screens/province?at=2024-06-15&from=yy',
  '/screens/province?at=2030-01-01',
  '/screens/province?replay=xx',
  '/screens/province?replay=2030-01-01',
  '/views/unknown',
  '/views/district/000',
  '/views/unknown?at=2024-06-15',
  '/dossiers/unknown',
  '/timeline?subject=dossier/unknown',
  '/timeline?subject=unknown',
  '/timeline?subject=unknown/unknown',
  '/lists?view=province&figure=unknown',
  '/lists?view=unknown&figure=dossiers.open',
  '/lists?view=province&figure=dossiers.open&upto=999999999',
  '/lists?view=province&figure=dossiers.open&at=xx',
  '/lists?view=province&figure=dossiers.open&at=2030-01-01',
  '/freshness?at=2030-01-01',
  '/scorecard?period=2030-Q1',
  '/lists?view=province&figure=dossiers.open&procedure=unknown',
  '/reports?view=unknown',
  '/reports?at=xx',
  '/payments?view=unknown',
  '/scorecard?period=unknown',
  '/maps?figure=unknown',
  '/maps?at=xx',
  '/brief?at=xx',
  '/freshness?at=xx',
  '/security?at=xx',
  '/reported?unit=unknown',
  '/models?model=unknown',
  '/explanations?unit=unknown',
];
/** Words of the program, or of English on a Vietnamese page. */
const RAW = /undefined|null|NaN|Invalid Date|\[object|"error"|there is no|not a date|nothing is known/i;

/** Addresses at which there is no page at all. */
const NOWHERE = /^\/(nowhere|screens$|screens\/unknown|views\/|dossiers)/;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** What is wrong with how a page of something unknown answers. */
async function faultsOf(page, path) {
  await visit(page, path);
  const { text, exits, raw, again, isNowhere, tried } = await page.evaluate(() => ({
    raw: [...document.querySelectorAll('h1, option')].some((e) =>
      /^(unknown|xx)$/.test(e.textContent.trim()),
    ),
    text: document.querySelector('main').innerText,
    exits: document.querySelectorAll('a[href]').length,
    again: document.querySelector('[data-again="true"]') !== null,
    isNowhere: document.querySelector('[data-testid="nowhere"]') !== null,
    tried: document.querySelector('[data-testid="tried"]')?.textContent,
  }));
  const found = [];
  if (text.trim().length < 10) found.push(`says only “${text.trim()}”`);
  if (raw) found.push('shows the unknown name as if it were one');
  if (exits === 0) found.push('has no way out');
  if (again) found.push('says to try again what cannot succeed');
  if (isNowhere && tried !== new URL(path, page.url()).href) found.push(`says that ${tried} was opened`);
  if (NOWHERE.test(path) && !isNowhere) found.push('has no navigation and no search');
  if (page.language === 'vi' && RAW.test(text)) found.push(`says “${RAW.exec(text)[0]}”`);
  return found;
}

for (const language of ['vi', 'en']) {
  test(`what is unknown is said with a way out, in ${language}`, async () => {
    const page = await openPage(browser, `/?lang=${language}`, LAPTOP);
    page.language = language;
    const found = {};
    for (const path of UNKNOWN) {
      const faults = await faultsOf(page, path).catch((error) => [error.message]);
      // A refusal is an answer with a status that the browser notes; an error that nobody caught is not.
      const errors = page.complaints.splice(0).filter((text) => !/status of 4\d\d/.test(text));
      if (faults.length + errors.length > 0) found[path] = [...faults, ...errors];
    }
    assert.deepEqual(found, {});
    await page.context().close();
  });
}

test('an unknown address has the search, the pages, and what is nearest to it', async () => {
  const page = await openPage(browser, '/views/district/dalat?lang=vi', LAPTOP);
  await page.getByTestId('nowhere').waitFor();
  assert.equal(await page.getByTestId('title').innerText(), 'Không có đơn vị hay góc nhìn “district/dalat”');
  assert.ok(await page.getByTestId('search').isVisible());
  assert.ok((await page.locator('[data-nav]').count()) > 10);
  await page.getByTestId('near').getByRole('link', { name: 'Đà Lạt' }).first().click();
  await page.locator('[data-view="district/672"]').waitFor();
  await page.context().close();
});

test('a wrong figure leads to the nearest one; a server that is away is asked again', async () => {
  const page = await openPage(browser, '/lists?view=province&figure=dossiers.overdu&lang=vi', LAPTOP);
  await deskSettled(page);
  const refused = page.locator('[data-state="refused"]');
  assert.match(await refused.innerText(), /^Không có chỉ số “dossiers.overdu”/);
  assert.equal(await refused.getByRole('button', { name: 'Thử lại' }).count(), 0);
  await refused.getByRole('link', { name: 'Đang quá hạn' }).click();
  await page.getByTestId('value').waitFor();

  await page.route(/\/api\/v1\/lists\//, (route) => route.fulfill({ status: 503, json: {} }), { times: 1 });
  await page.goto('/lists?view=province&figure=dossiers.open');
  await page.getByRole('button', { name: 'Thử lại' }).click();
  await page.getByTestId('value').waitFor();
  await page.context().close();
});
