// What a wall has no room for it says: how many more rows a list has, on which other page a figure stands, and how a name goes on.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { runnerImport } from 'vite';
import {
  digits,
  getJSON,
  LAPTOP,
  launch,
  openPage,
  PANELS,
  settled,
  UPRIGHT,
  WALL,
  WALL_4K,
} from './browser.mjs';
import { layoutFaults } from './measure.mjs';

const SIZES = [LAPTOP, WALL, WALL_4K, PANELS, UPRIGHT];
const PATHS = [
  '/screens/province',
  '/screens/672',
  '/screens/678',
  '/screens/construction',
  '/screens/information',
  '/views/commune/24769',
  '/views/department/construction/district/672',
];

let browser;
let views;
let needsOf;
before(async () => {
  const { module } = await runnerImport(new URL('../src/store/needs.ts', import.meta.url).pathname);
  needsOf = module.needsOf;
  browser = await launch();
  ({ views } = await getJSON('/api/v1/topology'));
});
after(() => browser?.close());

/** A board, and the first frame that it was sent. */
async function openBoard(path, viewport) {
  let first;
  const listen = (page) =>
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => {
        const message = JSON.parse(payload.toString());
        if (message.type === 'snapshot') first ??= message;
      }),
    );
  const page = await openPage(browser, path, viewport, { before: listen });
  await settled(page);
  await page.evaluate(() => document.fonts.ready);
  return { page, frame: first.frame, view: views.find(({ id }) => id === first.view) };
}

/**
 * Of each list that has a line for it: rows that are seen whole and of how much they are, the number that it says more, and what it
 * is in.
 */
function lists(page) {
  return page.locator('[data-fit]').evaluateAll((all) =>
    all.map((list) => {
      const { top, bottom, height } = list.getBoundingClientRect();
      const more = list.querySelector(':scope > [data-more]');
      const rows = [...list.children].filter((row) => !row.matches('[data-more], [data-head]'));
      const seen = (row) => {
        const box = row.getBoundingClientRect();
        return (
          row.checkVisibility({ visibilityProperty: true }) && box.top >= top - 1 && box.bottom <= bottom + 1
        );
      };
      return {
        tile: list.closest('[data-tile]').dataset.tile,
        isThere: height > 0,
        shown: rows.filter(seen).length,
        amount: rows.filter(seen).reduce((sum, row) => sum + Number(row.dataset.n ?? 1), 0),
        said: seen(more) ? more.innerText : '',
      };
    }),
  );
}

/** How much each list would be of, were there room: rows, or what needs somebody. */
function counts(frame, view) {
  const { procedures, models } = frame;
  const waits = ({ status, reason }) =>
    ['proposed', 'preparing', 'blocked'].includes(status) && reason !== '';
  const size = (members) => Object.keys(members ?? {}).length;
  return {
    procedures: size(procedures),
    incidents: needsOf(frame).count,
    ranking: view.children.length,
    models: Object.values(models ?? {}).filter(waits).length,
  };
}

for (const viewport of SIZES) {
  test(`a list that has no room for all its rows says how many more there are, at ${viewport.width}×${viewport.height}`, async () => {
    for (const path of PATHS) {
      const { page, frame, view } = await openBoard(path, viewport);
      const found = await lists(page);
      assert.ok(found.length > 0, path);
      for (const { tile, isThere, shown, amount, said } of found.filter((list) => list.isThere)) {
        const first = /\d+/.exec(said)?.[0] ?? '0';
        assert.equal(
          amount + digits(first),
          counts(frame, view)[tile],
          `${path}: ${tile} shows ${shown}, says “${said}”`,
        );
        assert.ok(isThere && (shown > 0 || tile === 'models'), `${path}: ${tile} shows nothing`);
      }
      await page.context().close();
    }
  });

  test(`no page of the reported figures is cut, at ${viewport.width}×${viewport.height}`, async () => {
    for (const path of ['/screens/province', '/screens/672']) {
      const { page, frame } = await openBoard(path, viewport);
      const pages = page.getByTestId('reported-pages');
      if (!(await pages.count())) continue; // no room for the tile at all
      const of = Number((await pages.innerText()).split('/')[1]);
      const seen = new Map();
      for (let turn = 0; turn < 2 * of && seen.size < of; turn++) {
        const [label, figures] = await page.evaluate(() => [
          document.querySelector('[data-testid="reported-pages"]').innerText,
          [...document.querySelectorAll('[data-tile="reported"] article')].flatMap((e, i) =>
            e.checkVisibility({ visibilityProperty: true }) ? [i] : [],
          ),
        ]); // at once: the pages turn by themselves too
        seen.set(label, figures);
        assert.deepEqual(
          await page.evaluate(layoutFaults, { finger: 0 }),
          [],
          `${path} ${await pages.innerText()}`,
        );
        await page.getByTestId('reported-next').click();
      }
      // The last page is filled with some of the one before it.
      assert.equal(new Set([...seen.values()].flat()).size, Object.keys(frame.reported).length, path);
      await page.context().close();
    }
  });

  test(`a procedure's name is whole in three lines, or ends with a word and is whole when it is pressed, at ${viewport.width}×${viewport.height}`, async () => {
    for (const path of ['/screens/672', '/screens/construction', '/views/commune/24769']) {
      const { page } = await openBoard(path, viewport);
      const names = page.locator('[data-procedure]:not([data-out]) [data-name]');
      for (const name of await names.all()) {
        const shown = await name.innerText();
        const whole = await name.getAttribute('data-name');
        if (shown === whole) continue;
        const [start, end = ''] = shown.split(/\(?…\)?/);
        assert.ok(whole.startsWith(start) && whole.endsWith(end), `“${shown}” is of “${whole}”`);
        assert.match(whole.slice(start.length), /^[^\p{L}\p{N}]/u, `“${shown}” ends within a word`);
        assert.ok(shown.length > whole.length / 5, `“${shown}” says too little of “${whole}”`);
        await name.click();
        const over = page.locator('.whole:visible');
        assert.equal(await over.innerText(), whole);
        const { box, tile } = await over.evaluate((e) => ({
          box: e.getBoundingClientRect().toJSON(),
          tile: e.closest('[data-fit]').getBoundingClientRect().toJSON(),
        }));
        assert.ok(
          box.bottom <= tile.bottom + 1 && box.right <= tile.right + 1,
          'the whole name is within its tile',
        );
        await page.keyboard.press('Tab');
      }
      await page.context().close();
    }
  });
}
