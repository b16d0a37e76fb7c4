// What a person asks for is done once, whatever is lost on the way. The program is the test's own, so that it can be taken down.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { LAPTOP, launch, WALL } from './browser.mjs';
import { act } from './displays.mjs';
import { Program } from './program.mjs';

const SHOWN_MILLIS = 30_000;

let browser;
const system = new Program();
before(async () => {
  browser = await launch();
  await system.start();
});
after(async () => {
  await system.remove();
  await browser?.close();
});

/** A display that shows its code, paired from the control room, and both pages. */
async function controlRoom(name) {
  const context = await browser.newContext({ viewport: WALL, baseURL: system.url, serviceWorkers: 'block' });
  const wall = await context.newPage();
  await wall.goto('/display');
  const code = wall.getByTestId('code');
  await code.waitFor();
  const control = await (
    await browser.newContext({ viewport: LAPTOP, baseURL: system.url, serviceWorkers: 'block' })
  ).newPage();
  await control.goto('/control');
  await control.getByTestId('pair-code').fill(await code.getAttribute('data-code'));
  await control.getByTestId('pair-name').fill(name);
  await control.getByTestId('pair-group').fill(name);
  return { wall, control };
}

async function events(control, name) {
  const id = await control.locator(`[data-display][data-name="${name}"]`).getAttribute('data-display');
  const thing = await (await fetch(`${system.url}/api/v1/displays/${id}`)).json();
  return thing.events.map(({ event }) => event.data.command ?? event.type);
}

test('a command whose answer is lost, and one that nobody is there to take, are said to be sent again and done once', async () => {
  const { control, wall } = await controlRoom('Sảnh');

  // The first pairing is recorded, but its answer is a 503 on the way.
  const keys = [];
  await control.route('**/api/v1/displays', async (route) => {
    keys.push(route.request().headers()['idempotency-key']);
    const response = await route.fetch();
    assert.equal(response.status(), 200, await response.text());
    if (keys.length > 1) await route.fulfill({ response });
    else await route.fulfill({ status: 503, headers: { 'Retry-After': '1' }, body: '{}' });
  });
  await control.getByTestId('pair').click();
  await control.getByTestId('again').waitFor({ timeout: SHOWN_MILLIS });
  await control.getByText('Đã ghép Sảnh').waitFor({ timeout: SHOWN_MILLIS });
  assert.equal(keys.length, 2);
  assert.equal(keys[0], keys[1]);
  assert.deepEqual(await events(control, 'Sảnh'), ['display.paired.v1']);

  // The service goes down, the person presses, and it comes back.
  await control.locator('[data-group="Sảnh"]').or(control.locator('[data-group="*"]')).first().click();
  await system.stop();
  await act(control, 'blank');
  await control.getByTestId('again').getByText('đang tự gửi lại lệnh').waitFor({ timeout: SHOWN_MILLIS });
  await system.start();
  await control.getByTestId('again').waitFor({ state: 'detached', timeout: SHOWN_MILLIS });
  const given = control.getByText('Chưa biết lệnh'); // where it took longer than the page sends by itself, the person presses again
  if (await given.isVisible()) await act(control, 'blank');
  await wall.getByTestId('blank').waitFor({ timeout: SHOWN_MILLIS });
  await control.getByTestId('again').waitFor({ state: 'detached', timeout: SHOWN_MILLIS });
  assert.deepEqual(await events(control, 'Sảnh'), ['display.paired.v1', 'blank']);
});
