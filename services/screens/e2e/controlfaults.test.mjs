// What stands in the way of an operator of walls is said where the hand is, with what to do.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openPage, SHOWN_MILLIS } from './browser.mjs';
import { act, openDisplay, post, unpairAll } from './displays.mjs';

/** How soon it has to be said. */
const PROMPT_MILLIS = 2000;

let browser;
before(async () => {
  browser = await launch();
});
after(async () => {
  await unpairAll();
  await browser?.close();
});

test('a command that fails, or that a wall cannot follow, is said where it was given, with what to do', async () => {
  await unpairAll();
  const { page: wall, code } = await openDisplay(browser);
  const control = await openPage(browser, '/control');
  await post('/api/v1/displays', { code, name: 'Sảnh', shows: '/screens/672' });
  await control.locator('[data-state="live"]').waitFor({ timeout: SHOWN_MILLIS });
  await control.locator('[data-group="*"]').click();
  const commands = control.getByTestId('commands');

  await control.route('**/displays/commands', (route) => route.fulfill({ status: 503, json: {} }), {
    times: 1,
  });
  await act(control, 'hold');
  await commands.getByTestId('again').getByText('đang tự gửi lại lệnh').waitFor();
  await commands.locator('[data-testid="effect"][data-missing="0"]').waitFor({ timeout: SHOWN_MILLIS });

  await wall.context().close();
  const row = control.locator('[data-name="Sảnh"][data-state="down"]');
  await row.waitFor({ timeout: SHOWN_MILLIS });
  await control.locator('[data-count="down"]').getByText('mất liên lạc').waitFor();
  await act(control, 'blank');
  await commands
    .getByText('Sảnh đang mất liên lạc: lệnh đã ghi, màn hình làm theo khi nối lại')
    .waitFor({ timeout: PROMPT_MILLIS });
  await row.getByText('Chưa hiện lệnh vừa gửi').waitFor();

  const refuse = (route) => route.fulfill({ status: 422, json: { errors: [{ field: 'subject' }] } });
  await control.route('**/displays/commands', refuse, { times: 1 });
  await act(control, 'unblank');
  await commands.getByTestId('fault').getByText('vừa được gỡ ghép').waitFor();
  await unpairAll();
  await control.context().close();
});

test('who pairs a display is told in large letters what to open on it, and what not', async () => {
  const control = await openPage(browser, '/control');
  const address = control.getByTestId('pair-address');
  const { port, hostname } = new URL(control.url());
  assert.equal(await address.innerText(), `http://ĐỊA-CHỈ-MÁY-CHỦ:${port}/display`);
  assert.match(
    await control.getByTestId('pair-own').innerText(),
    new RegExp(`bằng ${hostname}, địa chỉ riêng`),
  );
  assert.ok(
    (await address.evaluate((e) => parseFloat(getComputedStyle(e).fontSize))) >= 28,
    'it is read out to who stands at the wall',
  );
  await control.context().close();
});
