// Saves pictures of all screens of a running system (IOC_URL) into the folder given, or named by SCREENSHOTS.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  deskSettled,
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

const folder = process.argv[2] ?? process.env.SCREENSHOTS ?? 'screenshots';
const screens = await getJSON('/api/v1/screens');
const province = screens.find((screen) => screen.kind === 'province');
const pictures = [
  ...screens.map((screen) => ({ name: `screen-${screen.id}`, path: screen.url, size: WALL })),
  { name: 'province-laptop', path: province.url, size: LAPTOP },
  { name: 'province-4k', path: province.url, size: WALL_4K },
  { name: 'province-panels', path: province.url, size: PANELS },
  { name: 'province-upright', path: province.url, size: UPRIGHT },
  { name: 'commune', path: '/views/commune/24769', size: WALL },
  { name: 'gallery', path: '/gallery', size: WALL, shown: '[data-sample="few"]' },
  { name: 'province-en', path: `${province.url}?lang=en`, size: WALL },
  { name: 'index', path: '/', size: WALL },
  { name: 'control', path: '/control', size: WALL, shown: '[data-screen] a' },
  {
    name: 'control-laptop',
    path: '/control',
    size: LAPTOP,
    shown: '[data-screen] a',
  },
  { name: 'display', path: '/display', size: WALL, shown: '[data-testid="code"]' },
  { name: 'desk-lists', path: '/lists?view=province&figure=dossiers.overdue', size: LAPTOP, desk: true },
  ...[
    'scorecard',
    'brief',
    'reports',
    'payments',
    'models',
    'security',
    'explanations',
    'freshness',
    'maps',
    'reported',
    'assumptions',
  ].map((page) => ({
    name: `desk-${page}`,
    path: `/${page}`,
    size: LAPTOP,
    desk: true,
  })),
];

await mkdir(folder, { recursive: true });
const browser = await launch();
try {
  for (const { name, path, size, shown, desk = false } of pictures) {
    const page = await openPage(browser, path, size);
    if (path === '/') await page.locator('[data-screen] [data-position]').last().waitFor();
    else if (shown) await page.locator(shown).first().waitFor();
    else if (desk) await deskSettled(page);
    else await settled(page);
    await page.evaluate(() => document.fonts.ready);
    await page.waitForTimeout(1000); // the charts and counters come to rest
    await page.screenshot({ path: join(folder, `${name}.png`) });
    await page.context().close();
    console.log(join(folder, `${name}.png`));
  }
} finally {
  await browser.close();
}
