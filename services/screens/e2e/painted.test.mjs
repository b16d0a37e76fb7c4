// What the control room says of a display is what its page has painted, by the gateway's clock. The program is the test's own.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { LAPTOP, launch, overflow, WALL } from './browser.mjs';
import { Program } from './program.mjs';

const SHOWN_MILLIS = 30_000;
/** A page that hangs for so long is seen to, and is seen to come back. */
const HANGS_MILLIS = 20_000;

let browser;
let wall;
let control;
const system = new Program();
const card = (condition) => control.locator(`[data-name="Sảnh"][data-condition="${condition}"]`);

before(async () => {
  browser = await launch();
  await system.start();
  wall = await open(WALL, '/display');
  const code = wall.getByTestId('code');
  await code.waitFor();
  control = await open(LAPTOP, '/control');
  await control.getByTestId('pair-code').fill(await code.getAttribute('data-code'));
  await control.getByTestId('pair-name').fill('Sảnh');
  await control.getByLabel('Nơi đặt').fill('Tầng 1, Trung tâm Hành chính tỉnh');
  await control.getByTestId('pair-shows').selectOption('/screens/672');
  await control.getByTestId('pair').click();
  await card('painting').waitFor({ timeout: SHOWN_MILLIS });
});
after(async () => {
  await system.remove();
  await browser?.close();
});

/** A page of its own browser context, whose clock can be set back. */
async function open(viewport, path, more = {}) {
  const context = await browser.newContext({
    viewport,
    screen: viewport,
    baseURL: system.url,
    serviceWorkers: 'block',
    ...more,
  });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const now = Date.now;
    Date.now = () => now() - (window.setBack ?? 0);
  });
  await page.goto(path);
  return page;
}

async function picture(name) {
  if (!process.env.PICTURES) return;
  await mkdir(process.env.PICTURES, { recursive: true });
  await control.screenshot({ path: `${process.env.PICTURES}/${name}.png` });
}

const paintedAt = async () => Number(await card('painting').getAttribute('data-painted'));

/** Waits until the display has said twice more that it painted. */
async function paintsOn() {
  let last = await paintedAt();
  for (let times = 0; times < 2; times++) {
    await control
      .locator(`[data-name="Sảnh"][data-condition="painting"]:not([data-painted="${last}"])`)
      .waitFor({ timeout: SHOWN_MILLIS });
    last = await paintedAt();
  }
}

test('a display that paints is said to, with the time of the gateway, and goes on when its clock is set back', async () => {
  await control.locator('[data-name="Sảnh"][data-showing="/screens/672"]').waitFor({ timeout: SHOWN_MILLIS });
  await card('painting').getByText('● Đang hiện').waitFor();
  await picture('painting');
  await wall.evaluate(() => (window.setBack = 7_200_000));
  await paintsOn();
  const { time, displays } = await (await fetch(`${system.url}/api/v1/presence`)).json();
  assert.ok(time - displays[0].painted < 10_000, 'by the gateway’s clock');
  await wall.evaluate(() => (window.setBack = 0));
});

test('a page that hangs, and one that the browser does not draw, is said not to paint since when', async () => {
  const before = await paintedAt();
  const hangs = wall.evaluate((millis) => {
    const until = performance.now() + millis;
    while (performance.now() < until);
  }, HANGS_MILLIS);
  await card('hung').waitFor({ timeout: SHOWN_MILLIS });
  assert.equal(await card('hung').getAttribute('data-online'), 'true', 'it is connected all the same');
  assert.ok(Number(await card('hung').getAttribute('data-painted')) >= before);
  await card('hung').getByText('▲ Không vẽ hình').waitFor();
  await control.getByText('0/1 màn hình đang hoạt động').waitFor();
  assert.equal((await overflow(control)).right, 0);
  await picture('hung');
  await hangs;
  await card('painting').waitFor({ timeout: SHOWN_MILLIS });

  const devtools = await wall.context().newCDPSession(wall);
  await devtools.send('Emulation.setVirtualTimePolicy', { policy: 'pause' }); // no frame is drawn from here on
  await card('hung').waitFor({ timeout: SHOWN_MILLIS });
  const storageState = await wall.context().storageState();
  await wall.context().close();
  wall = await open(WALL, '/display', { storageState });
  await card('painting').waitFor({ timeout: SHOWN_MILLIS });
});

test('a token that is used at two places is told, and unpairing gives each a code of its own', async () => {
  const second = await open(LAPTOP, '/display', { storageState: await wall.context().storageState() });
  const twice = control.locator('[data-name="Sảnh"][data-places="2"]');
  await twice.waitFor({ timeout: SHOWN_MILLIS });
  await twice.getByText('đang được dùng ở 2 nơi').waitFor();
  await twice.getByText('1366×768, máy 127.0.0.1').waitFor();
  await picture('twice');
  await control.getByTestId('twice-unpair').click();
  await control.getByTestId('twice-yes').click();
  const codes = [];
  for (const page of [wall, second]) {
    await page.getByTestId('code').waitFor({ timeout: SHOWN_MILLIS });
    codes.push(await page.getByTestId('code').getAttribute('data-code'));
  }
  assert.notEqual(codes[0], codes[1]);
});
