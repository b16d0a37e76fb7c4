// Who reads English reads English: on no page is anything Vietnamese but the names of procedures, as the national catalogue has them,
// numbers of laws, what the press wrote, and what people wrote themselves.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { getJSON, LAPTOP, launch, openPage } from './browser.mjs';
import { everyPage, visit } from './visits.mjs';

let browser;
let written;
/** Where several things stand in one text. */
const PARTS = /\s+·\s+|; /;
before(async () => {
  browser = await launch();
  const { procedures } = await getJSON('/api/v1/topology');
  const { date } = await getJSON('/api/v1/clock');
  const { frame } = await getJSON(`/api/v1/frames/province?at=${date}`);
  const people = Object.values(frame.explanations).map(({ answer }) => answer);
  const press = Object.values(frame.reported).flatMap(({ document, note }) => [document, note]);
  written = [...procedures.map(({ name }) => name), ...people, ...press].flatMap((text) => text.split(PARTS));
});
after(() => browser?.close());

/** In the page: texts with letters that Vietnamese has and English has not. `written` is what may be there as it was written. */
function vietnamese(written) {
  const LETTERS = /[àáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]/i;
  const LAWS = /\d+\/\d*\/?(?:QĐ|NĐ|TT)-[A-ZĐ]+/g;
  /** Letters by which a name that is shortened is known. */
  const KNOWN = 12;
  const all = new Set(written);
  const begin = new Set(written.map((text) => text.slice(0, KNOWN)));
  const isWritten = (part) => all.has(part) || (part.length >= KNOWN && begin.has(part.slice(0, KNOWN)));
  const found = new Set();
  const look = (text, where) => {
    const parts = (text ?? '')
      .replaceAll(LAWS, '')
      .trim()
      .split(/\s+·\s+|; /);
    const left = parts
      .map((part) => part.replace(/^(?:Procedure: )?[\d.]+ /, ''))
      .filter((part) => LETTERS.test(part));
    const said = left.filter((part) => !isWritten(part));
    if (said.length > 0) found.add(`${where}: “${said.join(' · ').replace(/\s+/g, ' ').slice(0, 90)}”`);
  };
  look(document.title, 'title');
  for (const element of document.body.querySelectorAll('*')) {
    if (element.closest('script, style, [inert], [lang="vi"]')) continue;
    if (!element.checkVisibility({ visibilityProperty: true }) && element.tagName !== 'OPTION') continue;
    const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
    look(own.map((node) => node.textContent).join(' '), element.localName);
    for (const name of ['title', 'aria-label', 'placeholder', 'alt'])
      look(element.getAttribute(name), `${element.localName}[${name}]`);
  }
  return [...found];
}

test('in English nothing is Vietnamese but names and what people wrote', async () => {
  const page = await openPage(browser, '/?lang=en', LAPTOP);
  const found = {};
  for (const path of (await everyPage()).all) {
    // What is loaded anew asks for it again.
    await visit(page, ['/upload', '/nowhere'].includes(path) ? `${path}?lang=en` : path);
    const texts = await page.evaluate(vietnamese, written);
    if (texts.length > 0) found[path] = texts;
  }
  assert.deepEqual(found, {});
  await page.context().close();
});
