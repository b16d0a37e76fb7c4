import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  getJSON,
  LAPTOP,
  launch,
  NOTHING,
  openPage,
  overflow,
  PANELS,
  seriousFaults,
  SHOWN_MILLIS,
  UPRIGHT,
  WALL,
} from './browser.mjs';
import { act, openDisplay, paired, post, shows, unpairAll } from './displays.mjs';

/** How soon a command has to act on a wall. */
const PROMPT_MILLIS = 2000;

let browser;
before(async () => {
  browser = await launch();
});
after(async () => {
  await unpairAll();
  await browser?.close();
});

test('a display is paired by its code, obeys at once, and is nobody again when it is unpaired', async () => {
  await unpairAll();
  const { page: wall, code } = await openDisplay(browser);
  assert.match(code, /^[ACDEFGHJKMNPRTVWXY34679]{6}$/);
  const control = await openPage(browser, '/control');
  const pairing = control.getByTestId('pairing');

  await pairing.getByTestId('pair-code').fill('AAAAAA');
  await pairing.getByTestId('pair-name').fill('Tường phòng họp');
  await pairing.getByTestId('pair').click();
  await pairing.getByText('không có màn hình nào đang hiện mã này').waitFor();
  await pairing.getByTestId('pair-code').fill(`${code.slice(0, 3)} ${code.slice(3)}`.toLowerCase());
  await pairing.getByTestId('pair-group').fill('Phòng họp');
  await pairing.getByTestId('pair-shows').selectOption('/screens/672');
  await pairing.getByTestId('pair').click();
  await shows(wall, '/screens/672').waitFor({ timeout: PROMPT_MILLIS });
  await wall.locator('[data-view="district/672"]').waitFor();

  const card = control.locator('[data-display][data-online="true"][data-name="Tường phòng họp"]');
  await control.locator('[data-display][data-showing="/screens/672"]').waitFor({ timeout: SHOWN_MILLIS });
  assert.equal(await card.getAttribute('data-size'), '1920×1080');
  assert.equal(await card.getAttribute('data-version'), (await getJSON('/api/v1/status')).version);
  await control.locator('[data-screen="672"]').getByText('● Tường phòng họp').waitFor();

  await control.locator('[data-group="Phòng họp"]').click();
  await control.getByTestId('assign-shows').selectOption('/views/district/673');
  await act(control, 'assign');
  await shows(wall, '/views/district/673').waitFor({ timeout: PROMPT_MILLIS });
  await act(control, 'blank');
  await wall.getByTestId('blank').waitFor({ timeout: PROMPT_MILLIS });
  await act(control, 'unblank');
  await wall.getByTestId('blank').waitFor({ state: 'detached', timeout: PROMPT_MILLIS });
  await act(control, 'message');
  await control.getByTestId('message-text').fill('Họp giao ban lúc 8 giờ');
  await control.getByTestId('message-send').click();
  await wall.getByTestId('message').getByText('Họp giao ban lúc 8 giờ').waitFor({ timeout: PROMPT_MILLIS });
  await act(control, 'clear');
  await wall.getByTestId('message').waitFor({ state: 'detached', timeout: PROMPT_MILLIS });

  await act(control, 'unpair');
  await control.getByTestId('unpair-yes').click();
  await wall.getByTestId('code').waitFor({ timeout: PROMPT_MILLIS });
  assert.notEqual(await wall.getByTestId('code').getAttribute('data-code'), code, 'a code pairs once');
  assert.equal(await wall.evaluate(() => window.sameDocument), true, 'without a reload');
  assert.deepEqual(
    control.complaints.filter((text) => !text.includes('404')),
    [],
  );
  await wall.context().close();
  await control.context().close();
});

test('the control room says of a command when it was painted, and of a display what is seen on it', async () => {
  await unpairAll();
  const { page: wall, code } = await openDisplay(browser);
  const control = await openPage(browser, '/control');
  await post('/api/v1/displays', { code, name: 'Sảnh', shows: '/screens/672' });
  const [shown, state] = [control.getByTestId('shows'), control.getByTestId('state')];
  await shown.getByRole('link', { name: 'IOC thành phố Đà Lạt' }).waitFor({ timeout: SHOWN_MILLIS });
  await control.getByTestId('role').fill('truc-ban');
  await control.locator('[data-group="*"]').click();

  /** Gives a command; the milliseconds after which it was painted. */
  const painted = async (command) => {
    await act(control, command);
    const effect = control.locator('[data-testid="effect"][data-missing="0"]');
    await effect.getByText('Đã hiện trên 1 màn hình').waitFor({ timeout: PROMPT_MILLIS });
    return Number(await effect.getAttribute('data-millis'));
  };
  assert.ok((await painted('blank')) < 1000);
  assert.match(await state.innerText(), /^○ Đang tắt hình/);
  assert.match(await shown.innerText(), /^Màn hình tối/);
  await control
    .getByTestId('dark-since')
    .getByText(/^từ \d\d:\d\d/)
    .waitFor();
  assert.equal(await wall.getByTestId('blank').count(), 1);
  assert.ok((await painted('unblank')) < 1000);
  await shown.getByRole('link', { name: 'IOC thành phố Đà Lạt' }).waitFor({ timeout: PROMPT_MILLIS });
  assert.equal(await wall.getByTestId('held').count(), 0);
  assert.ok((await painted('hold')) < 1000);
  await state.getByText('‖ Đang giữ').waitFor({ timeout: PROMPT_MILLIS });
  assert.equal(await wall.getByTestId('held').innerText(), '‖ Đang giữ');
  const [display] = await paired();
  assert.equal((await getJSON(`/api/v1/displays/${display}`)).state.by, 'truc-ban');
  await control.getByText('Ai mở được trang này đều ra lệnh được').waitFor();
  await unpairAll();
  await wall.context().close();
  await control.context().close();
});

test('a display is laid out for the distance that the control room gives it', async () => {
  await unpairAll();
  const { page: wall, code } = await openDisplay(browser);
  const control = await openPage(browser, '/control');
  await post('/api/v1/displays', { code, name: 'Sảnh', shows: '/screens/672' });
  await wall.locator('main[data-layout="middle"]').waitFor();
  const read = control.getByTestId('read-from');
  await read.getByText('75″, xem từ 5 m (giả định) · bố trí vừa').waitFor({ timeout: SHOWN_MILLIS });
  await control.getByTestId('read-change').click();
  const card = control.locator('[data-display]');
  await card.getByTestId('diagonal').fill('55');
  await card.getByTestId('distance').fill('8');
  await card.getByTestId('read-save').click();
  await wall.locator('main[data-layout="far"]').waitFor({ timeout: PROMPT_MILLIS });
  await read.getByText('55″, xem từ 8 m · bố trí xa').waitFor({ timeout: PROMPT_MILLIS });

  await control.getByTestId('read-change').click();
  await card.getByTestId('distance').fill('20');
  await card.getByTestId('read-save').click();
  await control.getByText('Quá xa: chữ chỉ đọc được trong 10,3 m').waitFor({ timeout: PROMPT_MILLIS });
  await unpairAll();
  await wall.context().close();
  await control.context().close();
});

for (const [form, viewport] of [
  ['upright', UPRIGHT],
  ['panels', PANELS],
]) {
  test(`a display on a wall of ${viewport.width}×${viewport.height} fills it, and its row in the control room has its form`, async () => {
    await unpairAll();
    const { page: wall, code } = await openDisplay(browser, viewport);
    const control = await openPage(browser, '/control');
    await post('/api/v1/displays', { code, name: 'Sảnh', shows: '/screens/province' });
    await wall
      .locator(`[data-view="province"][data-shape="${form}"] [data-tile] [data-position]`)
      .first()
      .waitFor();
    assert.deepEqual(await overflow(wall), NOTHING);
    await control
      .locator(`[data-size="${viewport.width}×${viewport.height}"][data-state="live"]`)
      .waitFor({ timeout: SHOWN_MILLIS });
    const { width, height } = await control.getByTestId('form').boundingBox();
    assert.ok(Math.abs(width / height / (viewport.width / viewport.height) - 1) < 0.02, `${width}×${height}`);
    await unpairAll();
    await wall.context().close();
    await control.context().close();
  });
}

test('a display shows a page as a wall: dark, without anything to press, part by part', async () => {
  await unpairAll();
  const { page: wall, code } = await openDisplay(browser);
  await post('/api/v1/displays', { code, name: 'Sảnh', shows: '/scorecard', diagonal: 75, distance: 250 });
  const page = wall.getByTestId('wall-page');
  await page.getByTestId('scores').first().locator('td:visible').first().waitFor();
  assert.equal(await wall.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(8, 13, 19)');
  assert.ok(
    (await wall.evaluate(() => parseFloat(getComputedStyle(document.querySelector('td')).fontSize))) >= 20,
  );
  assert.equal(await wall.locator('main select:visible, main input:visible, header nav:visible').count(), 0);
  const root = await wall.evaluate(() => document.documentElement.scrollHeight - innerHeight);
  assert.ok(root <= 0, `${root} px to scroll`);
  await wall.locator('[data-testid="wall-page"]:not([data-page$="/1"])').waitFor(); // once it was measured
  const [, parts] = (await page.getAttribute('data-page')).split('/').map(Number);
  await wall.locator(`[data-testid="wall-page"][data-page="2/${parts}"]`).waitFor({ timeout: 20_000 });

  await post('/api/v1/displays/commands', {
    command: 'assign',
    shows: '/screens/672',
    displays: await paired(),
  });
  await wall.locator('[data-view="district/672"]').waitFor();
  assert.equal(await wall.evaluate(() => document.documentElement.className), '', 'a wall again');
  assert.deepEqual(wall.complaints, []);
  await wall.context().close();
});

test('a page on a wall is made anew every minute, behind the one that is seen', async () => {
  await unpairAll();
  const { page: wall, code } = await openDisplay(browser, WALL, { before: (page) => page.clock.install() });
  await post('/api/v1/displays', { code, name: 'Sảnh', shows: '/payments' });
  const table = wall.locator('[data-testid="payments"] table');
  await table.waitFor();
  await table.evaluate((old) => {
    old.dataset.old = '';
    window.gaps = 0;
    new MutationObserver(() => {
      const seen = document.querySelector('[data-testid="wall-page"]').firstElementChild;
      if (!seen?.querySelector('[data-testid="payments"] table')) window.gaps++;
    }).observe(document.body, { childList: true, subtree: true });
  });
  const asked = wall.waitForRequest((request) => request.url().includes('/api/v1/reports/payments/'));
  await wall.clock.fastForward(61_000);
  await asked;
  await wall.locator('[data-testid="payments"] table:not([data-old])').waitFor();
  await wall.locator('[data-testid="payments"] table[data-old]').waitFor({ state: 'detached' });
  assert.equal(await wall.evaluate(() => window.gaps), 0, 'it was there all the time');
  await wall.context().close();
});

test('a playlist made in the control room advances on its display, is held, and goes on', async () => {
  await unpairAll();
  const { page: wall, code } = await openDisplay(browser);
  const control = await openPage(browser, '/control');
  await control.getByTestId('playlist-new').click();
  const name = `Danh sách ${Date.now()}`;
  await control.getByTestId('playlist-name').fill(name);
  await control.getByTestId('item-add').click();
  for (const [i, address] of ['/screens/672', '/screens/673'].entries()) {
    const item = control.getByTestId('playlist-item').nth(i);
    await item.getByTestId('item-address').selectOption(address);
    await item.getByTestId('item-seconds').fill('5');
  }
  await control.getByTestId('playlist-save').click();
  const list = control.locator('[data-playlist]').filter({ hasText: name });
  await list.waitFor();
  const id = await list.getAttribute('data-playlist');
  await post('/api/v1/displays', { code, name: 'Sảnh', shows: `playlist/${id}` });
  await shows(wall, '/screens/672').waitFor({ timeout: PROMPT_MILLIS });
  await shows(wall, '/screens/673').waitFor({ timeout: 8000 });

  await control.locator('[data-group="*"]').click();
  await act(control, 'hold');
  await control.locator('[data-command="resume"]').waitFor();
  const held = await wall.getByTestId('display').getAttribute('data-showing');
  await wall.waitForTimeout(6000);
  assert.equal(await wall.getByTestId('display').getAttribute('data-showing'), held, 'it stays');
  await act(control, 'next');
  const other = held === '/screens/672' ? '/screens/673' : '/screens/672';
  await shows(wall, other).waitFor({ timeout: PROMPT_MILLIS });
  await act(control, 'resume');
  await shows(wall, held).waitFor({ timeout: 8000 });

  await wall.reload();
  await wall.locator('[data-testid="display"][data-paired="true"]').waitFor();
  await wall.getByTestId('board').waitFor();
  await post(`/api/v1/playlists/${id}/delete`, {});
  await wall.getByText('Giờ này không có mục nào').waitFor({ timeout: PROMPT_MILLIS });
  await wall.context().close();
  await control.context().close();
});

for (const viewport of [WALL, LAPTOP, { width: 414, height: 896 }]) {
  test(`the control room leads to each screen and has no fault of access at ${viewport.width}×${viewport.height}`, async () => {
    const page = await openPage(browser, '/control', viewport);
    for (const { id, url } of await getJSON('/api/v1/screens')) {
      assert.equal(await page.locator(`[data-screen="${id}"] a`).getAttribute('href'), url);
    }
    assert.equal(await page.title(), 'Phòng điều khiển · Langbiang');
    assert.equal(
      await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
      0,
      'nothing is wider than the page',
    );
    assert.deepEqual(await seriousFaults(page), []);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
}
