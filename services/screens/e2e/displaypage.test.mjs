import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openPage, SHOWN_MILLIS, WALL } from './browser.mjs';
import { post, shows, unpairAll } from './displays.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(async () => {
  await unpairAll();
  await browser?.close();
});

test('a display that meets a new version of the program fetches it first, loads anew and shows what it showed', async () => {
  await unpairAll();
  let cut = () => undefined;
  let isNew = false;
  const wall = await openPage(browser, '/display', WALL, {
    before: (fresh) =>
      fresh.routeWebSocket(/\/ws$/, (socket) => {
        const server = socket.connectToServer();
        const renamed = isNew;
        isNew = false;
        server.onMessage((message) => {
          socket.send(renamed ? message.replace(/"version":"[^"]*"/, '"version":"next"') : message);
        });
        cut = () => socket.close({ code: 4000 });
      }),
  });
  await wall.getByTestId('code').waitFor();
  const code = await wall.getByTestId('code').getAttribute('data-code');
  await post('/api/v1/displays', { code, name: 'Sảnh', shows: '/screens/672' });
  await shows(wall, '/screens/672').waitFor({ timeout: SHOWN_MILLIS });
  await wall.evaluate(() => (window.sameDocument = true));
  const fetched = [];
  wall.on('request', (request) => {
    if (request.resourceType() === 'fetch') fetched.push(new URL(request.url()).pathname);
  });
  isNew = true;
  await cut();
  await wall.waitForFunction(() => !window.sameDocument, undefined, { timeout: SHOWN_MILLIS });
  await shows(wall, '/screens/672').waitFor({ timeout: SHOWN_MILLIS });
  assert.ok(fetched.includes('/display'), 'the new page');
  assert.ok(
    fetched.some((path) => path.endsWith('.js')) && fetched.some((path) => path.endsWith('.css')),
    'and what it needs',
  );
  await wall.context().close();
});

test('a display is dark before its styles have come', async () => {
  const page = await openPage(browser, '/display', WALL, {
    before: (fresh) => fresh.route(/\/assets\//, (route) => route.abort()),
  });
  const ground = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  assert.equal(ground, 'rgb(8, 13, 19)');
  await page.context().close();
});
