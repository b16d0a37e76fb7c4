import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  baseURL,
  getJSON,
  launch,
  LAPTOP,
  NOTHING,
  openPage,
  overflow,
  TELEPHONE,
  WALL,
} from './browser.mjs';
import { openDisplay, post, unpairAll } from './displays.mjs';

/** A day of the history, which was loaded afterwards: it is known by the hour. */
const DAY = '2024-06-28';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

async function started(path, viewport) {
  const page = await openPage(browser, path, viewport);
  await page.locator('[data-testid="replay"][data-state="come"]').waitFor();
  await page.locator('[data-testid="past-board"] [data-tile] [data-position]').first().waitFor();
  return page;
}

async function linesOf(view) {
  const answer = await fetch(`${baseURL()}/api/v1/replays/${view}?at=${DAY}`);
  assert.equal(answer.headers.get('content-type'), 'application/x-ndjson');
  return (await answer.text())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

test('a day is played by the hour, stands where it is put, and says that it is what is known now', async () => {
  const page = await started(`/screens/province?replay=${DAY}`);
  const [start, ...steps] = await linesOf('province');
  assert.equal(await page.getByTestId('past-kind').getAttribute('data-kind'), start.kind);
  assert.equal(start.kind, 'known_now');
  const slide = page.getByTestId('replay-slide');
  await page.waitForFunction(
    () => Number(document.querySelector('[data-testid="replay-slide"]').dataset.index) > 1,
  );
  await slide.focus();
  await page.keyboard.press('Home');
  assert.equal(await slide.getAttribute('data-index'), '0');
  await page.getByTestId('replay-clock').getByText('00:00').waitFor();
  await page.keyboard.press('ArrowRight');
  assert.equal(await slide.getAttribute('data-index'), '1');
  await page.keyboard.press('ArrowLeft');
  assert.equal(await slide.getAttribute('data-index'), '0');
  const received = page.locator('[data-testid="past-board"] [data-figure="dossiers.received"]').first();
  assert.equal(await received.getAttribute('data-value'), String(start.frame.figures['dossiers.received']));
  const half = Math.floor((steps.length + 1) / 2);
  await slide.fill(String(Math.ceil((60_000 * half) / (steps.length + 1) / 1000) * 1000));
  const index = Number(await slide.getAttribute('data-index'));
  assert.ok(index >= half && index <= half + 1, `${index} of ${steps.length}`);
  const { minute } = steps[index - 1];
  await page
    .getByTestId('replay-clock')
    .getByText(`${String(Math.floor(minute / 60)).padStart(2, '0')}:00`)
    .waitFor();
  const values = steps.slice(0, index).map(({ patch }) => patch.figures?.['dossiers.received']);
  assert.equal(
    await received.getAttribute('data-value'),
    String(values.findLast((value) => value !== undefined)),
  );
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a day ends on a card in words, and each phrase opens a list that has as many', async () => {
  const page = await started(`/screens/province?replay=${DAY}`);
  await page.getByTestId('replay-slide').focus();
  await page.keyboard.press('End');
  const end = page.getByTestId('replay-end');
  await end.waitFor();
  const { frame } = await getJSON(`/api/v1/frames/province?at=${DAY}`);
  const fact = (name) => end.locator(`[data-fact="${name}"]`);
  assert.equal(
    await fact('dossiers.received').getAttribute('data-value'),
    String(frame.today['dossiers.received']),
  );
  assert.equal(
    await fact('dossiers.overdue').getAttribute('data-value'),
    String(frame.figures['dossiers.overdue']),
  );
  const words = await fact('dossiers.received').innerText();
  assert.equal(words, `Tiếp nhận ${frame.today['dossiers.received'].toLocaleString('vi-VN')}\u00a0hồ sơ`);
  const href = new URL(await fact('dossiers.received').getAttribute('href'), page.url());
  assert.deepEqual([href.searchParams.get('from'), href.searchParams.get('at')], [DAY, DAY]);
  const list = await getJSON(
    `/api/v1/lists/province?figure=dossiers.received&from=${DAY}&at=${DAY}&upto=${href.searchParams.get('upto')}`,
  );
  assert.equal(list.count, frame.today['dossiers.received']);
  await page.getByTestId('replay-again').click();
  await end.waitFor({ state: 'detached' });
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

for (const viewport of [WALL, LAPTOP, TELEPHONE]) {
  test(`a replay fills ${viewport.width}×${viewport.height} without overflowing`, async () => {
    const page = await started(`/screens/province?replay=${DAY}`, viewport);
    await page.getByTestId('replay-toggle').click();
    await page.evaluate(() => document.fonts.ready);
    if (viewport !== TELEPHONE) assert.deepEqual(await overflow(page), NOTHING);
    const { left, right } = await page.getByTestId('replay').evaluate((bar) => {
      const edges = [bar, ...bar.querySelectorAll('*')].map((part) => part.getBoundingClientRect());
      return { left: Math.min(...edges.map((e) => e.left)), right: Math.max(...edges.map((e) => e.right)) };
    });
    assert.ok(left >= 0 && right <= viewport.width, `${left} to ${right}`);
    await page.context().close();
  });
}

test('a display that is told to plays the day that the log has reached, with nothing on it to press', async () => {
  const { page, code } = await openDisplay(browser);
  await post('/api/v1/displays', { code, name: 'Tường', shows: '/screens/province?replay=today' });
  await page.locator('[data-testid="replay"][data-state="come"]').waitFor();
  const { date } = await getJSON('/api/v1/clock');
  assert.equal(await page.getByTestId('day').getAttribute('data-day'), date);
  await page.waitForFunction(() => Number(document.querySelector('[data-testid="replay-slide"]').value) > 0);
  assert.equal(await page.locator('[data-testid="replay"] button, [data-testid="replay"] a').count(), 0);
  const showing = await page.getByTestId('display').getAttribute('data-showing');
  assert.equal(showing, '/screens/province?replay=today');
  await unpairAll();
  await page.context().close();
});

test('a live board at a desk leads to the day so far in 60 seconds, and a wall has nothing to press', async () => {
  const page = await openPage(browser, '/views/district/672?screen=672', LAPTOP);
  const again = page.getByRole('link', { name: 'Xem lại hôm nay trong 60 giây' });
  await again.click();
  await page.locator('[data-testid="replay"][data-state="come"]').waitFor();
  assert.equal(page.url(), `${baseURL()}/views/district/672?screen=672&replay=today`);
  assert.equal(await again.count(), 0);
  const { date } = await getJSON('/api/v1/clock');
  assert.equal(await page.getByTestId('day').getAttribute('data-day'), date);
  await page.goto('/screens/672?diagonal=75&distance=5');
  await page.locator('main[data-layout="middle"] [data-tile] [data-position]').first().waitFor();
  assert.equal(await again.count(), 0);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a day that has not come is refused in words', async () => {
  const page = await openPage(browser, '/screens/province?replay=2999-01-01');
  await page.getByText(/Ngày 01\/01\/2999 chưa tới: ngày cuối cùng sổ cái đã mở là/).waitFor();
  await page.context().close();
});
