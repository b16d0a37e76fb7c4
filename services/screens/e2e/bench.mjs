// Measures what a person feels of a screen, on a running system (IOC_URL) with its scenario loaded, and prints a table.
import { bundleBytes } from './bundle.mjs';
import { launch, openPage, settled, WALL } from './browser.mjs';
import { leaveHistory, stream } from './traffic.mjs';

const NAVIGATIONS = 15;
const CPU_SECONDS = 20;
const CPU_UPDATES = 10;
const TAPS = 60;
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

/** Share of one core that the page's process takes while so many dossiers a second arrive. */
async function pageCPU(browser, day) {
  const page = await openPage(browser, '/screens/province');
  await settled(page);
  await page.waitForTimeout(3000);
  const session = await browser.newBrowserCDPSession();
  const used = async () => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return processInfo
      .filter(({ type }) => type === 'renderer')
      .reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  };
  const [from, began] = [await used(), Date.now()];
  const sent = await stream(day, CPU_UPDATES, CPU_SECONDS);
  const seconds = (Date.now() - began) / 1000;
  const share = ((await used()) - from) / seconds;
  await page.context().close();
  return { share, rate: sent / seconds };
}

/** Milliseconds from a tap to what it opens, painted: number → list, unit, procedure, back. */
async function taps(browser) {
  const page = await openPage(browser, '/screens/province');
  await settled(page);
  const figures = [
    'dossiers.received',
    'dossiers.open',
    'dossiers.overdue',
    'payments.succeeded',
    'dossiers.status.5',
  ];
  const times = [];
  const timed = async (act, shown) => {
    const began = performance.now();
    const before = page.url();
    await act();
    await page.waitForURL((url) => url.href !== before);
    await page.locator('[data-state="loading"]').first().waitFor({ state: 'detached' });
    await page.locator(shown).first().waitFor();
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
    times.push(performance.now() - began);
  };
  for (let i = 0; times.length < TAPS; i++) {
    await timed(
      () =>
        page
          .locator(`[data-figure="${figures[i % figures.length]}"]`)
          .first()
          .click(),
      LIST,
    );
    const units = page.locator('[data-testid="where"] tbody a');
    if ((await units.count()) > 0) await timed(() => units.nth(i % 3).click(), LIST);
    const which = page.locator('[data-testid="which"] tbody a');
    if ((await which.count()) > 0) await timed(() => which.first().click(), LIST);
    await page.goto('/screens/province');
    await settled(page);
  }
  await page.context().close();
  return times;
}

const browser = await launch();
try {
  const day = await leaveHistory();
  const frames = await firstFrames(browser);
  const cpu = await pageCPU(browser, day);
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
      'tap → what it opens',
      'p99 ≤ 300 ms',
      `p50 ${ms(quantile(tapped, 0.5))}, p99 ${ms(quantile(tapped, 0.99))} of ${tapped.length}`,
    ],
  ];
  const widths = [0, 1, 2].map((i) => Math.max(...rows.map((row) => row[i].length)));
  for (const row of rows) console.log(`  ${row.map((cell, i) => cell.padEnd(widths[i])).join('   ')}`);
} finally {
  await browser.close();
}
