// All pages of the product, from the router's own table.
import { runnerImport } from 'vite';
import { DESK_PAGES, getJSON, SHOWN_MILLIS } from './browser.mjs';

/** Pages that a service writes itself. */
const SERVED = ['/upload'];

/** What the addresses that go on with a name can name: every screen, and the first view of each kind. */
const NAMES = {
  screens: (topology) => topology.screens.map(({ url }) => url),
  views: ({ views }) => [
    ...new Map(
      views.map(({ id, kind, department }) => [`${kind} ${department !== ''}`, `/views/${id}`]),
    ).values(),
  ],
};

/** The addresses of all pages, and of those that are for walls. */
export async function everyPage() {
  const topology = await getJSON('/api/v1/topology');
  const { module } = await runnerImport(new URL('../src/store/route.ts', import.meta.url).pathname);
  const alone = module.alone.map((page) => `/${page}`);
  const boards = module.named.flatMap((kind) => NAMES[kind](topology));
  const past = ['/screens/province?at=2024-06-15', '/screens/672?at=2024-06-15'];
  const desks = module.desks.map((desk) => `/${desk}`);
  const walls = ['/', ...alone, ...boards, ...past];
  return { walls, all: [...new Set([...walls, ...desks, ...DESK_PAGES, ...SERVED, '/nowhere'])] };
}

/** In the page: there is something, and nothing is still to come. Samples of tiles are in whatever state they show. */
function isStill() {
  const loading = [...document.querySelectorAll('[data-state="loading"]')].filter(
    (e) => !e.closest('[data-sample]'),
  );
  const notice = document.querySelector('main > [role="status"]')?.textContent ?? '';
  return document.querySelector('main') && loading.length === 0 && !/^(Đang|Loading)/.test(notice);
}

/**
 * In the page: letters are there, and lists stay as they are from picture to picture. A list is fitted to its room when it is painted, its
 * names to their lines in the picture after, and then the list again.
 */
async function isAtRest() {
  await document.fonts.ready;
  const lists = () =>
    [...document.querySelectorAll('[data-fit], [data-line]')]
      .flatMap((list) => [
        list.clientHeight,
        ...[...list.children].map((c) => [c.clientHeight, c.dataset.out]),
      ])
      .join();
  let before = '';
  for (let same = 0, pictures = 0; same < 3 && pictures < 60; pictures++) {
    await new Promise((done) => requestAnimationFrame(done));
    const now = lists();
    same = now === before ? same + 1 : 0;
    before = now;
  }
}

/** Goes to an address as a link inside the page does, and waits until what it asks for has come. */
export async function visit(page, path) {
  if (SERVED.includes(path.split('?')[0]) || !(await page.locator('#app').count())) await page.goto(path);
  else
    await page.evaluate((address) => {
      history.pushState(null, '', address);
      dispatchEvent(new PopStateEvent('popstate'));
    }, path);
  await page
    .waitForFunction(isStill, undefined, { timeout: SHOWN_MILLIS })
    .catch((error) => Promise.reject(new Error(`${path} goes on loading`, { cause: error })));
  await page.evaluate(isAtRest);
}
