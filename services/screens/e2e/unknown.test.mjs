// What does not exist, or is asked for wrongly, is said in a sentence, with a way out, in both languages; nothing goes on loading.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { LAPTOP, launch, openPage } from './browser.mjs';
import { visit } from './visits.mjs';

const UNKNOWN = [
  '/nowhere',
  '/screens',
  '/screens/unknown',
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

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** What is wrong with how a page of something unknown answers. */
async function faultsOf(page, path) {
  await visit(page, path);
  const { text, exits, raw } = await page.evaluate(() => ({
    raw: [...document.querySelectorAll('h1, option')].some((e) =>
      /^(unknown|xx)$/.test(e.textContent.trim()),
    ),
    text: document.querySelector('main').innerText,
    exits: document.querySelectorAll('a[href]').length,
  }));
  const found = [];
  if (text.trim().length < 10) found.push(`says only “${text.trim()}”`);
  if (raw) found.push('shows the unknown name as if it were one');
  if (exits === 0) found.push('has no way out');
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
