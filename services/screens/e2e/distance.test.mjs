// What is shown can be read from where it is read: every text of every screen, as the browser lays it out, by the minutes of arc under which
// a capital is seen. `data-read` marks what must be read.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { runnerImport } from 'vite';
import { getJSON, launch, openPage, PANELS, UPRIGHT, WALL, WALL_4K } from './browser.mjs';
import { openDisplay, paired, post, shows, unpairAll } from './displays.mjs';
import { layoutFaults } from './measure.mjs';
import { leaveHistory } from './traffic.mjs';
import { everyPage, visit } from './visits.mjs';

/** Surfaces, with how far away they are read, in inches and metres, and the layout that follows from it. */
const SURFACES = [
  { layout: 'far', diagonal: 55, distance: 8, viewport: WALL },
  { layout: 'far', diagonal: 75, distance: 8, viewport: WALL },
  { layout: 'middle', diagonal: 75, distance: 5, viewport: WALL },
  { layout: 'middle', diagonal: 75, distance: 5, viewport: WALL_4K },
  { layout: 'middle', diagonal: 55, distance: 3, viewport: WALL },
  { layout: 'near', diagonal: 24, distance: 0.7, viewport: WALL },
  { layout: 'middle', diagonal: 146, distance: 4, viewport: PANELS },
  { layout: 'middle', diagonal: 55, distance: 3, viewport: UPRIGHT },
];

const { module: optics } = await runnerImport(new URL('../src/store/optics.ts', import.meta.url).pathname);

let browser;
let boards;
before(async () => {
  browser = await launch();
  boards = (await everyPage()).walls.filter((path) => /^\/(screens|views)\//.test(path));
});
after(() => browser?.close());

/** In the page: the size of each text's letters in pixels, and whether it must be read. */
function texts() {
  const found = [];
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const words = node.textContent.trim();
    if (words === '' || ['SCRIPT', 'STYLE', 'OPTION', 'TITLE', 'title'].includes(element.tagName)) continue;
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    if (element.closest('.visually-hidden, [inert], [data-out]')) continue;
    const zoom = element instanceof SVGElement ? (element.getScreenCTM()?.a ?? 1) : 1;
    const pixels = zoom * parseFloat(getComputedStyle(element).fontSize);
    found.push({ words, pixels, mustBeRead: element.closest('[data-read]') !== null });
  }
  return found;
}

/** The least minutes of some texts, and the text that has them. */
function least(measured) {
  return measured.reduce((a, b) => (b.minutes < a.minutes ? b : a), { minutes: Infinity, words: '' });
}

const degrees = ({ minutes, words }) => `${minutes.toFixed(1)}′ “${words.slice(0, 24)}”`;

/** A page's texts, by the minutes of arc under which a capital is seen. */
async function measured(page, diagonal, distance, viewport) {
  const pixel = optics.pitch(diagonal, viewport.width, viewport.height);
  return (await page.evaluate(texts)).map((text) => ({
    ...text,
    minutes: optics.minutesOf(text.pixels * pixel * optics.CAP, 100 * distance),
  }));
}

/** Texts that are seen under less than they must be. */
const tooSmall = (all) =>
  all
    .filter((text) => text.minutes < (text.mustBeRead ? optics.READ_MINUTES : optics.LEAST_MINUTES) - 0.05)
    .map(degrees);

/** Of the texts of a page, how small they are at the least, and those that are too small; at least one must be read. */
function sizesOf(all, place, tell) {
  const read = least(all.filter((text) => text.mustBeRead));
  tell(`${place}: ${all.length} texts, read ${degrees(read)}, any ${degrees(least(all))}`);
  assert.ok(
    all.some((text) => text.mustBeRead),
    `${place}: something is to be read`,
  );
  return tooSmall(all);
}

for (const { layout, diagonal, distance, viewport } of SURFACES) {
  const surface = `${diagonal}″ of ${viewport.width}×${viewport.height} from ${distance} m`;
  test(`what ${surface} shows is ${layout}, and can be read there`, async (t) => {
    const page = await openPage(browser, `/?diagonal=${diagonal}&distance=${distance}`, viewport);
    const faults = {};
    for (const path of boards) {
      await visit(page, path);
      await page.locator(`main[data-view][data-layout="${layout}"]`).waitFor();
      const all = await measured(page, diagonal, distance, viewport);
      const small = sizesOf(all, `${layout} ${path}`, (told) => t.diagnostic(told));
      // Of a near board e2e/everypage.test.mjs looks at the rest.
      const others = layout === 'near' ? [] : await page.evaluate(layoutFaults, { finger: 0 });
      const found = [...small, ...others];
      if (found.length > 0) faults[path] = found;
    }
    assert.deepEqual(faults, {});
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
}

for (const { diagonal, distance } of [
  { diagonal: 55, distance: 8 },
  { diagonal: 75, distance: 5 },
]) {
  test(`pages that a display of ${diagonal}″ shows can be read from ${distance} m`, async (t) => {
    await unpairAll();
    const { pages } = await getJSON('/api/v1/topology');
    assert.ok(pages.includes('needs'));
    const { page, code } = await openDisplay(browser, WALL, {
      query: `?diagonal=${diagonal}&distance=${distance}`,
    });
    await post('/api/v1/displays', { code, name: 'Sảnh', shows: '/needs' });
    await shows(page, '/needs').waitFor(); // the gateway knows it
    const displays = await paired();
    const faults = {};
    for (const name of pages) {
      await post('/api/v1/displays/commands', { command: 'assign', shows: `/${name}`, displays });
      await shows(page, `/${name}`).locator('.sheet:not(.behind) main [data-testid="title"]').waitFor();
      await page.waitForFunction(() => !document.querySelector('.sheet:not(.behind) [data-state="loading"]'));
      const all = await measured(page, diagonal, distance, WALL);
      t.diagnostic(`/${name}: ${all.length} texts, any ${degrees(least(all))}`);
      assert.ok(
        all.some((text) => text.mustBeRead),
        `/${name}: something is to be read`,
      );
      const found = tooSmall(all);
      if (found.length > 0) faults[name] = found.slice(0, 5);
    }
    await page.context().close();
    await unpairAll();
    assert.deepEqual(faults, {});
  });
}

for (const { layout, diagonal, distance, viewport } of SURFACES.filter(({ layout }) => layout !== 'near')) {
  const surface = `${diagonal}″ of ${viewport.width}×${viewport.height} from ${distance} m`;
  test(`an alarm that rises can be read on ${surface}, and its code scanned where that has room`, async (t) => {
    const page = await openPage(
      browser,
      `/views/district/676?diagonal=${diagonal}&distance=${distance}`,
      viewport,
    );
    await page
      .locator('[data-link="live"] [data-tile] [data-position]')
      .first()
      .waitFor({ state: 'attached' });
    const day = await leaveHistory();
    const rule = `distance.${Date.now()}`;
    await post('/api/v1/alarms', {
      ...{
        rule,
        originator: 'unit/676',
        unit: '676',
        severity: 'late',
        by: 'lanh-dao',
        time: `${day}T00:00:01+07:00`,
      },
      title: 'Nhà kho lưu trữ hồ sơ một cửa số 3 bị ngập sau mưa lớn, phải chuyển hồ sơ',
    });
    await page.getByTestId('scene').waitFor();
    await page.evaluate(() => document.fonts.ready);
    const pixel = optics.pitch(diagonal, viewport.width, viewport.height);
    const all = await measured(page, diagonal, distance, viewport);
    assert.deepEqual(
      sizesOf(all, `${layout} scene`, (told) => t.diagnostic(told)),
      [],
    );
    assert.deepEqual(await page.evaluate(layoutFaults, { finger: 0 }), []);
    const code = page.getByTestId('code-to-scan');
    assert.equal(await code.count(), layout === 'far' ? 0 : 1);
    if (layout !== 'far') {
      const modules = Number(await code.getAttribute('data-modules'));
      const { width } = await code.boundingBox();
      const wide = (width * pixel * modules) / (modules + 8);
      assert.ok(wide >= 100 * distance * optics.CODE_PART - 0.1, `${wide} cm`);
      assert.equal(optics.CODE_PART, 0.1);
    }
    await post(`/api/v1/alarms/${rule}/unit/676/clear`, { by: 'lanh-dao' });
    await page.context().close();
  });
}

for (const { diagonal, distance } of SURFACES.filter(({ layout }) => layout === 'far')) {
  test(`a wall of ${diagonal}″ says from ${distance} m how it stands, what it is, where, and four numbers`, async () => {
    const page = await openPage(browser, `/screens/province?diagonal=${diagonal}&distance=${distance}`, WALL);
    await page.locator('[data-testid="verdict"][data-count]:not([data-verdict="loading"])').waitFor();
    await page.evaluate(() => document.fonts.ready);
    const found = await page.evaluate(() => {
      const seen = (row) => row.checkVisibility({ visibilityProperty: true });
      const within = (list, rows) => [...document.querySelectorAll(`${list} > ${rows}`)].filter(seen);
      const said = document.querySelector('[data-testid="verdict"] p');
      return {
        numbers: [...document.querySelectorAll('.headlines [data-tile]')].map(({ dataset }) => dataset.tile),
        units: within('[data-testid="ranking"]', 'li:not([data-head], [data-more])').length,
        amount: within('[data-testid="incidents"]', 'li[data-n]').reduce(
          (n, row) => n + Number(row.dataset.n),
          0,
        ),
        rows: within('[data-testid="incidents"]', '[data-need]').length,
        owner: parseFloat(
          getComputedStyle(document.querySelector('[data-testid="incidents"] [data-need] .sides')).fontSize,
        ),
        more: Number(document.querySelector('[data-testid="incidents"] > [data-more]').dataset.more),
        count: Number(said.parentElement.dataset.count),
        verdict: parseFloat(getComputedStyle(said).fontSize),
        read: parseFloat(getComputedStyle(document.querySelector('[data-testid="ranking"] .name')).fontSize),
      };
    });
    assert.deepEqual(found.numbers, [
      'dossiers.received',
      'dossiers.resolved',
      'dossiers.overdue',
      'alarms.active',
    ]);
    assert.ok(found.units >= 3, `${found.units} units`);
    assert.ok(found.rows >= 2, `${found.rows} needs`);
    assert.equal(found.owner, found.read, 'who owes the worst, and since when, is read as it is');
    assert.equal(found.amount + found.more, found.count);
    assert.ok(found.verdict > 1.3 * found.read, 'the verdict is larger than what else is read');
    await page.context().close();
  });
}
