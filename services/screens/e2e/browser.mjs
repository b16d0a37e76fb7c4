// What the browser tests share. They look at a running system: IOC_URL is the address of an
// `ioc demo` that has loaded its scenario. With --live=false nothing else moves the figures, and they are
// compared exactly.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

export const WALL = { width: 1920, height: 1080 };
export const WALL_4K = { width: 3840, height: 2160 };
export const PANELS = { width: 5760, height: 1080 };
export const UPRIGHT = { width: 1080, height: 1920 };
export const LAPTOP = { width: 1366, height: 768 };
export const TABLET = { width: 820, height: 1180 };
export const TABLET_LYING = { width: 1180, height: 820 };
export const TELEPHONE = { width: 390, height: 844 };

/** How long the system may take to show something that has happened. */
export const SHOWN_MILLIS = 10_000;

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function baseURL() {
  const url = process.env.IOC_URL;
  if (!url) throw new Error('IOC_URL is not set: start bin/ioc demo and give its address');
  return url.replace(/\/$/, '');
}

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
}

/** A page of its own context; what the browser complains of is collected in `page.complaints`. */
export async function openPage(browser, path, viewport = WALL, options = {}) {
  // Without the worker that keeps a page for when the gateway is away: a test takes the gateway away in its own way.
  const context = await browser.newContext({
    viewport,
    baseURL: baseURL(),
    serviceWorkers: 'block',
    ...options,
  });
  const page = await context.newPage();
  page.complaints = [];
  page.on('console', (message) => {
    if (message.text().includes('Service Worker registration blocked')) return;
    if (message.type() === 'error' || message.type() === 'warning') page.complaints.push(message.text());
  });
  page.on('pageerror', (error) => page.complaints.push(error.message));
  if (options.before) await options.before(page);
  await page.goto(path);
  return page;
}

/** A link that falls silent while `isSilent`, and with it each of its sockets for good: its `before` goes to openPage. */
export function silenceable() {
  const link = {
    isSilent: false,
    before: (page) =>
      page.routeWebSocket(/\/ws$/, (socket) => {
        const server = socket.connectToServer();
        let isLost = false;
        server.onMessage((message) => {
          isLost ||= link.isSilent;
          if (!isLost) socket.send(message);
        });
      }),
  };
  return link;
}

/** Waits until a board is live and has its frame. */
export async function settled(page) {
  await page
    .locator('[data-link="live"] [data-testid="board"] [data-tile] [data-position]')
    .first()
    .waitFor();
}

/** Waits until a page at a desk has everything that it asked for. */
export async function deskSettled(page) {
  await page.getByTestId('desk').waitFor();
  await page.locator('[data-state="loading"]').first().waitFor({ state: 'detached' });
}

/** A page at a desk that has everything that it asked for. */
export async function openDesk(browser, path, viewport = LAPTOP, options = {}) {
  const page = await openPage(browser, path, viewport, options);
  await deskSettled(page);
  return page;
}

/** What a list's page shows: the number, how many members it says there are, and where it stands. */
export async function shown(page) {
  const value = page.getByTestId('value');
  return {
    value: Number(await value.getAttribute('data-value')),
    count: Number(await value.getAttribute('data-count')),
    position: Number(await page.getByTestId('cut').getAttribute('data-position')),
  };
}

/** A number as it is written, without its points. */
export const digits = (text) => Number(text.replaceAll(/\D/g, ''));

/** What a page's address asks for. */
export const query = (page) => new URL(page.url()).searchParams;

/** What the page shows of a figure: its exact value, and the position of its tile. */
export async function figure(page, name) {
  const tile = page.locator(`[data-tile="${name}"]`);
  return {
    value: Number(await tile.locator(`[data-figure="${name}"]`).getAttribute('data-value')),
    position: Number(await tile.locator('[data-position]').getAttribute('data-position')),
  };
}

export async function getJSON(path) {
  const response = await fetch(baseURL() + path);
  if (!response.ok) throw new Error(`GET ${path}: ${response.status}`);
  return response.json();
}

/** Sends CloudEvents as a batch and returns the answer. */
export async function send(path, events) {
  const response = await fetch(baseURL() + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/cloudevents-batch+json' },
    body: JSON.stringify(events),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${text}`);
  return JSON.parse(text);
}

/**
 * Pixels by which the page is larger than its window, tiles whose content is larger than they are, and texts that are seen
 * and cut through.
 */
export function overflow(page) {
  return page.evaluate(() => {
    const root = document.documentElement;
    const tiles = [...document.querySelectorAll('[data-tile]')];
    const bodies = tiles.filter((tile) => {
      const body = tile.querySelector('.body');
      return body.scrollHeight > body.clientHeight + 1 || body.scrollWidth > body.clientWidth + 1;
    });
    const cut = tiles.flatMap((tile) => {
      const walker = document.createTreeWalker(tile, NodeFilter.SHOW_TEXT);
      const found = [];
      for (let text = walker.nextNode(); text; text = walker.nextNode()) {
        if (text.textContent.trim() === '' || text.parentElement.closest('.visually-hidden, title')) continue;
        if (!text.parentElement.checkVisibility({ visibilityProperty: true })) continue;
        const range = document.createRange();
        range.selectNodeContents(text);
        const box = range.getBoundingClientRect();
        if (box.height === 0) continue;
        let [top, bottom] = [0, window.innerHeight];
        for (let at = text.parentElement; at && at !== tile.parentElement; at = at.parentElement) {
          const style = getComputedStyle(at);
          if (style.overflowY === 'visible') continue;
          const clip = at.getBoundingClientRect();
          // Letters stand out of a line that is set tight; an ellipsis cuts its own line's box and nothing that is seen.
          const slack = at.clientHeight < 2 * box.height ? box.height : 0;
          top = Math.max(top, clip.top - slack);
          bottom = Math.min(bottom, clip.bottom + slack);
        }
        const seen = Math.min(box.bottom, bottom) - Math.max(box.top, top);
        if (seen > 2 && seen < 0.8 * box.height)
          found.push(`${tile.dataset.tile}: ${text.textContent.trim()}`);
      }
      return found;
    });
    return {
      right: Math.max(0, root.scrollWidth - window.innerWidth),
      below: Math.max(0, root.scrollHeight - window.innerHeight),
      tiles: bodies.map((tile) => tile.dataset.tile),
      cut,
    };
  });
}

/** What overflow finds on a page on which everything has its room. */
export const NOTHING = { right: 0, below: 0, tiles: [], cut: [] };

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds serious or critical on a page. */
export async function seriousFaults(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await window.axe.run(document);
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' ')}`);
  });
}

/** The pages for a desk that every test of all of them visits. */
export const DESK_PAGES = [
  '/lists?view=province&figure=dossiers.overdue',
  '/lists?view=commune/24769&figure=dossiers.received',
  '/timeline?subject=explanation/GT-2406-02',
  '/reports',
  '/reports?view=commune/24769&group=all',
  '/scorecard',
  '/freshness',
  '/explanations',
  '/security',
  '/maps',
  '/brief',
  '/payments',
  '/payments?view=commune/24769',
  '/models',
  '/reported',
  '/definitions',
  '/assumptions',
];
