// Measures what a person feels of a screen, on a running system (IOC_URL) with its scenario loaded, and prints a table.
import { bundleBytes } from './bundle.mjs';
import { launch, openPage, settled, WALL } from './browser.mjs';
import { leaveHistory, stream } from './traffic.mjs';

const NAVIGATIONS = 15;
const CPU_SECONDS = 20;
const CPU_UPDATES = 10;
const TAPS = 90;
/** A wall that somebody taps on has stood there for a while: it has fetched what its numbers open to. */
const STANDING_MILLIS = 5000;
/** Nobody taps on a board that they have not looked at. */
const LOOK_MILLIS = 1000;
/** A day that the scenario has. */
const HISTORY_DAY = '2024-06-28';
const LIST = '[data-testid="members"] tbody tr';

function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)];
}

/** Milliseconds from navigation to the first board with its frame, painted. */
async function firstFrames(browser) {
  const times = [];
  for (let i = 0; i < NAVIGATIONS; i++) {
    const page = await openPage(browser, '/screens/province', WALL, {
      before: (page) =>
        page.addInitScript(() => {
          const look = () => {
            if (document.querySelector('[data-testid="board"] [data-tile] [data-position]')) {
              requestAnimationFrame(() => setTimeout(() => (window.firstFrame = performance.now())));
            } else requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        }),
    });
    times.push(await (await page.waitForFunction(() => window.firstFrame)).jsonValue());
    await page.context().close();
  }
  return times;
}

/** Tells how many seconds of a core the browser's pages have taken. */
async function usedCPU(browser) {
  const session = await browser.newBrowserCDPSession();
  return async () => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return processInfo
      .filter(({ type }) => type === 'renderer')
      .reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  };
}

/** Share of one core that the page's process takes while so many dossiers a second arrive. */
async function pageCPU(browser, day) {
  const page = await openPage(browser, '/screens/province');
  await settled(page);
  await page.waitForTimeout(3000);
  const used = await usedCPU(browser);
  const [from, began] = [await used(), Date.now()];
  const sent = await stream(day, CPU_UPDATES, CPU_SECONDS);
  const seconds = (Date.now() - began) / 1000;
  const share = ((await used()) - from) / seconds;
  await page.context().close();
  return { share, rate: sent / seconds };
}

/** Share of one core that a day takes which is replayed in a minute, and how often a second its bar moves. */
async function replayed(browser, day) {
  const page = await openPage(browser, `/screens/province?replay=${day}`);
  await page.locator('[data-testid="replay"][data-state="come"]').waitFor();
  await page.waitForTimeout(1000);
  await page.evaluate(() => {
    const slide = document.querySelector('[data-testid="replay-slide"]');
    let last = slide.value;
    window.moves = 0;
    const look = () => {
      if (slide.value !== last) window.moves++;
      last = slide.value;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  const used = await usedCPU(browser);
  const [from, began] = [await used(), Date.now()];
  await page.waitForTimeout(CPU_SECONDS * 1000);
  const seconds = (Date.now() - began) / 1000;
  const share = ((await used()) - from) / seconds;
  const moves = (await page.evaluate(() => window.moves)) / seconds;
  await page.context().close();
  return { share, moves };
}

/** In the page: milliseconds from the next tap, as the browser has it, until what it opens is there and painted. */
function watchTap(shown) {
  window.opened = undefined;
  addEventListener(
    'click',
    ({ timeStamp }) => {
      const before = location.href;
      const look = () => {
        const there =
          location.href !== before &&
          document.querySelector(shown) &&
          !document.querySelector('[data-state="loading"]');
        if (there)
          requestAnimationFrame(() => setTimeout(() => (window.opened = performance.now() - timeStamp)));
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    },
    { capture: true, once: true },
  );
}

/** Milliseconds from a tap to what it opens, painted, by what is tapped: number → list, unit, procedure. */
async function taps(browser) {
  const page = await openPage(browser, '/screens/province');
  const figures = [
    'dossiers.received',
    'dossiers.open',
    'dossiers.overdue',
    'payments.succeeded',
    'dossiers.status.5',
  ];
  const times = { number: [], unit: [], procedure: [] };
  const timed = async (of, target) => {
    await page.evaluate(watchTap, LIST);
    await target.click();
    times[of].push(await (await page.waitForFunction(() => window.opened)).jsonValue());
  };
  await settled(page);
  await page.waitForTimeout(STANDING_MILLIS);
  for (let i = 0; i < TAPS / 3; i++) {
    await timed('number', page.locator(`[data-figure="${figures[i % figures.length]}"]`).first());
    const units = page.locator('[data-testid="where"] tbody a');
    if ((await units.count()) > 0) await timed('unit', units.nth(i % 3));
    const which = page.locator('[data-testid="which"] tbody a');
    if ((await which.count()) > 0) await timed('procedure', which.first());
    while (!page.url().endsWith('/screens/province')) await page.goBack();
    await settled(page);
    await page.waitForTimeout(LOOK_MILLIS);
  }
  await page.context().close();
  return times;
}

const browser = await launch();
try {
  const day = await leaveHistory();
  const frames = await firstFrames(browser);
  const cpu = await pageCPU(browser, day);
  const replay = await replayed(browser, HISTORY_DAY);
  const tapped = await taps(browser);
  const ms = (value) => `${value.toFixed(0)} ms`;
  const rows = [
    ['bundle of the wall, gzipped', '≤ 350 kB', `${((await bundleBytes()) / 1000).toFixed(0)} kB`],
    [
      'navigation → first frame painted',
      '≤ 1 s',
      `p50 ${ms(quantile(frames, 0.5))}, max ${ms(Math.max(...frames))} of ${NAVIGATIONS}`,
    ],
    [
      `CPU of the page at ${cpu.rate.toFixed(1)} updates/s`,
      '≤ 20 % of a core',
      `${(100 * cpu.share).toFixed(1)} %`,
    ],
    [
      `CPU of a day in 60 s, its bar moving ${replay.moves.toFixed(1)} times/s`,
      '≤ 60 % of a core',
      `${(100 * replay.share).toFixed(1)} %`,
    ],
    ...Object.entries(tapped).map(([of, times]) => [
      `tap on a ${of} → what it opens`,
      'p99 ≤ 300 ms',
      `p50 ${ms(quantile(times, 0.5))}, p99 ${ms(quantile(times, 0.99))} of ${times.length}`,
    ]),
  ];
  const widths = [0, 1, 2].map((i) => Math.max(...rows.map((row) => row[i].length)));
  for (const row of rows) console.log(`  ${row.map((cell, i) => cell.padEnd(widths[i])).join('   ')}`);
} finally {
  await browser.close();
}
