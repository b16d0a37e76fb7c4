// What is ordered and done at a desk: alarms, explanations, steps of incidents; also what somebody else does meanwhile.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { getJSON, launch, openDesk } from './browser.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Gives a command as somebody else would, by the API. */
async function post(path, body) {
  const response = await fetch(new URL(path, process.env.IOC_URL), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  assert.ok(response.ok, await response.text());
}

/** A time on the log's last day. */
async function today() {
  const { at } = await getJSON('/api/v1/lists/province?figure=alarms.active&limit=1');
  return `${at}T00:00:01+07:00`;
}

test('an explanation is ordered from an alarm, answered and accepted', async () => {
  const rule = `desk.test.${Date.now()}`;
  const question = `Vì sao? (${rule})`;
  await post('/api/v1/alarms', {
    rule,
    originator: 'unit/672',
    unit: '672',
    title: 'Cảnh báo thử của trang giải trình',
    severity: 'watch',
    by: 'lanh-dao',
    time: await today(),
  });
  const page = await openDesk(browser, '/explanations');
  const alarm = page.locator(`[data-alarm="${rule}/unit/672"]`);
  await alarm.locator('[data-order="acknowledge"]').click();
  await page.locator('[data-testid="role"][aria-invalid="true"]:focus').waitFor();
  assert.equal(await alarm.getAttribute('data-acknowledged'), 'false', 'nobody acknowledges without a role');
  await page.getByTestId('role').fill('lanh-dao');
  await alarm.locator('[data-order="order"]').click();
  await alarm.locator('textarea').fill(question);
  await alarm.locator('button[type="submit"]').click();
  await alarm.locator('[data-sent="recorded"]').waitFor();
  await alarm.locator('[data-order="acknowledge"]').click();
  await page.locator(`[data-alarm="${rule}/unit/672"][data-acknowledged="true"]`).waitFor();

  const explanation = page.locator('[data-explanation]', { hasText: question });
  await explanation.locator('[data-order="submit"]').click();
  await explanation.locator('textarea').fill('Đã bổ sung người trực.');
  await explanation.locator('button[type="submit"]').click();
  await explanation.and(page.locator('[data-status="submitted"]')).waitFor();
  await explanation.locator('[data-order="accept"]').click();
  await explanation.getByText('Đã ghi sổ tại #').waitFor();
  await page.getByTestId('title').hover();
  await explanation.waitFor({ state: 'detached' });
  await post(`/api/v1/alarms/${rule}/unit/672/clear`, { by: 'lanh-dao' });
  await alarm.waitFor({ state: 'detached' });
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('an answer to what was withdrawn meanwhile stays with its words until it is closed, and why is said', async () => {
  const page = await openDesk(browser, '/explanations');
  await page.getByTestId('role').fill('lanh-dao');
  const request = async (id) => {
    await post('/api/v1/explanations', {
      ...{ id, unit: '672', figure: 'dossiers.overdue', question: `Vì sao? (${id})` },
      ...{ due: '2099-01-05', by: 'vp-ubnd', time: await today() },
    });
    return page.locator(`[data-explanation="${id}"]`);
  };
  const withdraw = (id) => post(`/api/v1/explanations/${id}/withdraw`, { by: 'vp-ubnd', reason: 'nhầm' });

  const sent = `E2E-${Date.now()}-1`;
  const answered = await request(sent);
  await answered.locator('[data-order="submit"]').click();
  await answered.locator('textarea').fill('Đã bổ sung người trực.');
  await page.context().setOffline(true);
  await withdraw(sent);
  await answered.locator('button[type="submit"]').click();
  await page.context().setOffline(false);
  await answered.and(page.locator(':has([data-sent="refused"][data-gone="true"])')).waitFor();
  await answered.getByText('Chưa ghi được').waitFor();
  assert.equal(await answered.locator('textarea').inputValue(), 'Đã bổ sung người trực.');

  const written = `E2E-${Date.now()}-2`;
  const returned = await request(written);
  await post(`/api/v1/explanations/${written}/submit`, { by: 'thanh-pho', answer: 'Đã rõ.' });
  await returned.locator('[data-order="return"]').click();
  await returned.locator('textarea').fill('Còn thiếu');
  await withdraw(written);
  await returned.getByText('Vừa được rút hoặc vừa được người khác xử lý.').waitFor();
  assert.equal(await returned.locator('textarea').inputValue(), 'Còn thiếu');
  if (process.env.PICTURES)
    await page.screenshot({ path: `${process.env.PICTURES}/gone.png`, fullPage: true });

  for (const item of [answered, returned]) {
    await item.getByRole('button', { name: 'Hủy' }).click();
    await item.waitFor({ state: 'detached' });
  }
  await page.context().close();
});

test('a step that was done stays where it is with its position, and a second click there does nothing', async () => {
  const incident = `E2E-${Date.now()}`;
  await post('/api/v1/incidents', {
    ...{ incident, unit: '68', title: 'Sự cố thử của trang an toàn', category: 1, severity: 'ordinary' },
    ...{ by: 'truc-ban', time: await today() },
  });
  const page = await openDesk(browser, '/security');
  await page.getByTestId('role').fill('truc-ban');
  const steps = page.locator(`[data-incident="${incident}"] [data-step]`);
  const [first, second] = [steps.nth(0), steps.nth(1)];
  await second.waitFor();
  const ids = await steps.evaluateAll((all) => all.map((step) => step.dataset.step));
  const done = first.locator('[data-order="done"]');
  await done.scrollIntoViewIfNeeded();
  const before = await done.boundingBox();
  const [x, y] = [before.x + before.width / 2, before.y + before.height / 2];
  const posts = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') posts.push(new URL(request.url()).pathname);
  });
  await page.mouse.click(x, y);
  await first
    .locator('[data-gone="true"]')
    .getByText(/^✓ Đã ghi sổ tại #[\d.]+/)
    .waitFor();
  assert.deepEqual(await done.boundingBox(), before);
  await page.mouse.click(x, y);
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/done.png` });
  await page.getByTestId('title').hover();
  await page.locator(`[data-step="${ids[0]}"]`).waitFor({ state: 'detached' });
  assert.equal(await first.getAttribute('data-step'), ids[1]);
  assert.deepEqual(posts, [`/api/v1/steps/${incident}/1/done`]);
  await page.context().close();
});

test('who has not sent its figures is asked why from the list of what needs somebody', async () => {
  const page = await openDesk(browser, '/needs');
  const need = page.locator('[data-need^="indicator/"]').first();
  await need.getByRole('button', { name: 'Xử lý' }).click();
  const item = page.locator('[data-silence]');
  await item
    .getByText(/đã chậm \d+\sngày/)
    .first()
    .waitFor();
  await page.getByTestId('role').fill('lanh-dao');
  await item.locator('[data-order="order"]').click();
  const question = await item.locator('textarea').inputValue();
  assert.match(question, /chưa gửi \d+\ssố liệu: .+ Vì sao, và bao giờ gửi\?$/);
  await item.locator('button[type="submit"]').click();
  await item.locator('[data-sent="recorded"]').waitFor();
  await item.getByText(/Đã yêu cầu giải trình, hạn trả lời/).waitFor();
  await page.context().close();
});
