// Takes the pictures of README.md into the folder given, of a demo that nobody has sent anything to:
// DEMO_ARGS=--live=false .ci/with-demo node services/screens/e2e/pictures.mjs services/screens/pictures
import { join } from 'node:path';
import {
  deskSettled,
  LAPTOP,
  launch,
  openPage,
  PANELS,
  settled,
  SHOWN_MILLIS,
  UPRIGHT,
  WALL,
} from './browser.mjs';
import { openDisplay, post, unpairAll } from './displays.mjs';

const folder = process.argv[2] ?? 'pictures';
const DISPLAYS = [
  { name: 'Phòng trực', shows: '/screens/672', size: WALL },
  { name: 'Sảnh chính', shows: '/screens/province', size: UPRIGHT },
  { name: 'Tường lớn phòng họp', shows: '/screens/province', size: PANELS },
];

async function picture(page, name) {
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(1000); // the charts and counters come to rest
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

const browser = await launch();
try {
  const wall = await openPage(browser, '/screens/province', WALL);
  await settled(wall);
  await picture(wall, 'province');

  const lists = await openPage(browser, '/lists?view=province&figure=dossiers.overdue', LAPTOP);
  await deskSettled(lists);
  await picture(lists, 'lists');

  await unpairAll();
  for (const { name, shows, size } of DISPLAYS) {
    const { page, code } = await openDisplay(browser, size);
    await post('/api/v1/displays', { code, name, group: 'Trung tâm', shows });
    await page.locator(`[data-testid="display"][data-showing="${shows}"]`).waitFor();
  }
  const control = await openPage(browser, '/control', WALL);
  await control
    .locator('[data-display][data-online="true"]')
    .nth(DISPLAYS.length - 1)
    .waitFor({ timeout: SHOWN_MILLIS });
  await control.locator('[data-screen]').last().waitFor();
  await picture(control, 'control');
  await unpairAll();
} finally {
  await browser.close();
}
