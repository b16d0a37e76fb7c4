// What the program calls things among itself is not what people read: no names of fields, figures or rules, no JSON, no dates and periods
// as machines write them, on any page and in either language. What technicians need stands behind “Chi tiết kỹ thuật”.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { getJSON, LAPTOP, launch, openPage } from './browser.mjs';
import { post } from './displays.mjs';
import { everyPage, visit } from './visits.mjs';

/** An alarm as the rules raise them, of something that has a long id; the demo may have none of its own. */
const ORIGINATOR = 'indicator/health.facilities:68:so-y-te';
let browser;
let alarm;
let paths;
before(async () => {
  browser = await launch();
  const { rules } = await getJSON('/api/v1/topology');
  const { at } = await getJSON('/api/v1/lists/province?figure=alarms.active&limit=1');
  const { id: rule, title } = rules.find(({ id }) => id.includes('silent')) ?? rules[0];
  alarm = `/api/v1/alarms/${rule}/${ORIGINATOR}`;
  await post('/api/v1/alarms', {
    rule,
    originator: ORIGINATOR,
    unit: '68',
    title: title.vi,
    severity: 'watch',
    by: 'lanh-dao',
    time: `${at}T00:00:01+07:00`,
  });
  const lists = (await firstFigures()).map(
    (figure) => `/lists?view=province&figure=${figure}&from=2024-01-01`,
  );
  paths = [...(await everyPage()).all, ...lists, `/timeline?subject=alarm/${rule}/${ORIGINATOR}`];
});
after(async () => {
  await post(`${alarm}/clear`, { by: 'lanh-dao' });
  await browser?.close();
});

/** The first figure of each noun that a list can show, and what is told of agencies. */
async function firstFigures() {
  const page = await openPage(browser, '/', LAPTOP);
  await visit(page, '/lists?view=province&figure=dossiers.open');
  const all = await page.locator('select option').evaluateAll((options) => options.map(({ value }) => value));
  await page.context().close();
  const figures = all.filter((value) => /^[a-z]+\.[a-z]/.test(value));
  return [...new Map([...figures].reverse().map((figure) => [figure.split('.')[0], figure])).values()];
}

/** In the page: what is written as a program writes, in texts that are seen, read out or shown to who points there. */
function rawNames() {
  const RAW = [
    /\b[a-z]+(?:_[a-z0-9]+)+\b/, // snake_case
    /\b[a-z]{2,}\.[a-z]{2,}(?:[._][a-z0-9]+)*\b/, // dotted.names
    /[{[]\s*"[^"]*"\s*[:,\]}]/, // JSON
    /(?<![\w/-])(?:19|20)\d{2}-\d{2}(?:-\d{2})?\b/, // ISO days and months
    /\b\d{4}-[QH]\d\b/, // periods
    /\b(?:undefined|null|NaN)\b|\[object/,
  ];
  // An address that is to be typed is one, and so is what a source calls itself.
  const ADDRESS = /(?:https?:)?\/\/\S+|\S+@\S+/g;
  const found = new Set();
  const look = (text, where) => {
    const plain = text.replaceAll(ADDRESS, '');
    const raw = RAW.map((pattern) => pattern.exec(plain)?.[0]).find(Boolean);
    if (raw) found.add(`${where}: “${text.trim().replace(/\s+/g, ' ').slice(0, 70)}” (${raw})`);
  };
  look(document.title, 'title');
  for (const element of document.body.querySelectorAll('*')) {
    if (element.closest('details, script, style, [inert]')) continue;
    if (!element.checkVisibility({ visibilityProperty: true }) && element.tagName !== 'OPTION') continue;
    const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
    look(own.map((node) => node.textContent).join(' '), element.localName);
    for (const name of ['title', 'aria-label', 'placeholder', 'alt']) {
      const text = element.getAttribute(name);
      if (text) look(text, `${element.localName}[${name}]`);
    }
  }
  return [...found];
}

for (const language of ['vi', 'en']) {
  test(`no page shows a raw name, in ${language}`, async () => {
    const page = await openPage(browser, `/?lang=${language}`, LAPTOP);
    const found = {};
    for (const path of paths) {
      await visit(page, path === '/upload' ? `${path}?lang=${language}` : path);
      const raw = await page.evaluate(rawNames);
      if (raw.length > 0) found[path] = raw;
    }
    assert.deepEqual(found, {});
    await page.context().close();
  });
}
