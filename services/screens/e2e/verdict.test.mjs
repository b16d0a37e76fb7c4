// How a view stands, in a line: what needs somebody, the worst first, each a link to its own; never normal where that is not known.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  deskSettled,
  digits,
  getJSON,
  launch,
  openDesk,
  openPage,
  query,
  settled,
  silenceable,
  TELEPHONE,
  UPRIGHT,
  WALL,
} from './browser.mjs';
import { leaveHistory, projected } from './traffic.mjs';

const RUN = Date.now();
const LATE = `verdict.late.${RUN}`;
const WATCH = `verdict.watch.${RUN}`;
const ORDERED = `VERDICT-${RUN}`;
const VIEW = '/views/district/677';
let browser;
let day;

async function post(path, body) {
  const response = await fetch(new URL(path, process.env.IOC_URL), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ ...body, by: 'lanh-dao' }),
  });
  assert.ok(response.ok, await response.text());
}

const raise = (rule, severity, title) =>
  post('/api/v1/alarms', {
    ...{ rule, originator: 'unit/677', unit: '677', title, severity, time: `${day}T00:00:01+07:00` },
  });

before(async () => {
  browser = await launch();
  day = await leaveHistory();
});
after(async () => {
  for (const rule of [LATE, WATCH]) await post(`/api/v1/alarms/${rule}/unit/677/clear`, {}).catch(() => {});
  await post(`/api/v1/explanations/${ORDERED}/withdraw`, { reason: 'thử' }).catch(() => {});
  await browser?.close();
});

/** The verdict of a page, with what it shows whole and what it says of the rest. */
async function verdictOf(page) {
  const line = page.getByTestId('verdict');
  return line.evaluate((e) => {
    const seen = (one) => one.checkVisibility({ visibilityProperty: true });
    const items = [...e.querySelectorAll('[data-need]')].filter(seen);
    const more = e.querySelector('[data-more]');
    return {
      verdict: e.dataset.verdict,
      count: Number(e.dataset.count),
      at: e.dataset.at,
      says: e.querySelector('p').innerText.replace(/\s+/g, ' ').trim(),
      shown: items.map((one) => one.innerText),
      links: items.map((one) => one.querySelector('a').getAttribute('href')),
      n: items.reduce((sum, one) => sum + Number(one.dataset.n), 0),
      more: more && seen(more) ? more.innerText : '',
    };
  });
}

const counts = (page, count) => page.locator(`[data-testid="verdict"][data-count="${count}"]`).waitFor();

test('what needs somebody is counted once, at the position shown, the worst first, and each opens its own', async () => {
  const page = await openPage(browser, VIEW, WALL);
  await settled(page);
  const { count } = await verdictOf(page);
  await raise(LATE, 'late', 'Nhà kho số 3 bị ngập');
  await counts(page, count + 1);
  await raise(WATCH, 'watch', 'Máy phát số 2 hết dầu');
  await counts(page, count + 2);
  await post('/api/v1/explanations', {
    ...{ id: ORDERED, alarm: `alarm/${LATE}/unit/677`, question: 'Vì sao?' },
    ...{ due: '2099-01-05', time: `${day}T00:00:02+07:00` },
  });
  await page
    .getByTestId('verdict')
    .locator(`[data-need="explanation/${ORDERED}"]`)
    .waitFor({ state: 'attached' });

  const told = await verdictOf(page);
  assert.equal(told.count, count + 2, 'an alarm and the explanation that it was ordered for are one');
  assert.equal(told.verdict, 'late');
  assert.equal(told.says, `▲ ${told.count} việc cần xử lý`);
  assert.equal(told.n + digits(told.more || '0'), told.count, JSON.stringify(told));
  const list = await getJSON(`/api/v1/lists/district/677?figure=alarms.active&upto=${told.at}`);
  const mine = list.members.filter(({ aspect }) => aspect === LATE || aspect === WATCH);
  assert.equal(mine.length, 2, 'the list of that position has both');

  const left = ((Date.parse('2099-01-05') - Date.parse(day)) / 86_400_000).toLocaleString('vi-VN');
  for (const [subject, text] of [
    [`explanation/${ORDERED}`, `Đơn Dương · Sở TT&TT phải giải trình, còn ${left}\u00a0ngày`],
    [`alarm/${WATCH}/unit/677`, `Đơn Dương: Máy phát số 2 hết dầu từ ${day.slice(8)}/${day.slice(5, 7)}`],
  ]) {
    const phrase = page.getByTestId('verdict').locator(`[data-need="${subject}"]`);
    assert.equal(await phrase.textContent(), text);
    assert.equal(
      new URL(
        await phrase.getByRole('link', { includeHidden: true }).getAttribute('href'),
        page.url(),
      ).searchParams.get('subject'),
      subject,
    );
  }
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('verdict, list and figures agree at one position', async () => {
  for (const view of ['province', 'district/677', 'department/information']) {
    const page = await openDesk(browser, `/needs?view=${view}`);
    const list = page.getByTestId('needs');
    await page.locator('[data-testid="needs"][data-position] li').first().waitFor();
    const told = await page.evaluate(() => {
      const list = document.querySelector('[data-testid="needs"]');
      const rest = [...list.querySelectorAll('[data-rest]')].map((e) => [
        e.dataset.rest,
        Number(e.dataset.value),
      ]);
      return {
        verdict: { ...document.querySelector('[data-testid="verdict"]').dataset },
        position: list.dataset.position,
        count: Number(list.dataset.count),
        rows: list.querySelectorAll('[data-need]').length,
        subjects: [...list.querySelectorAll('[data-need]')].flatMap((e) => e.dataset.subjects.split(' ')),
        rest: Object.fromEntries(rest),
      };
    });
    assert.equal(Number(told.verdict.count), told.count, view);
    assert.equal(told.verdict.at, told.position, view);
    const beyond = Object.values(told.rest).reduce((sum, n) => sum + n, 0);
    assert.equal(told.rows + beyond, told.count, view);
    assert.equal(new Set(told.subjects).size, told.subjects.length, `${view}: nothing stands in two rows`);
    await projected(Number(told.position));
    for (const [noun, figure] of [
      ['alarm', 'alarms.active'],
      ['explanation', 'explanations.open'],
      ['incident', 'incidents.open'],
      ['indicator', 'indicators.silent'],
      ['feed', 'feeds.down'],
      ['step', 'steps.overdue'],
    ]) {
      const { count } = await getJSON(`/api/v1/lists/${view}?figure=${figure}&upto=${told.position}`);
      const shown = told.subjects.filter((subject) => subject.startsWith(`${noun}/`)).length;
      assert.equal(shown + (told.rest[figure] ?? 0), count, `${view}: ${figure}`);
    }
    assert.equal(await list.locator('li').count(), told.rows + Object.keys(told.rest).length, view);
    await page.context().close();
  }
});

test('on the timeline of an alarm one acknowledges it, and what was done is shown there', async () => {
  const page = await openDesk(browser, '/needs?view=district/677');
  await page.getByTestId('needs').locator(`[data-need="alarm/${WATCH}/unit/677"] a`).first().click();
  await deskSettled(page);
  assert.equal(query(page).get('subject'), `alarm/${WATCH}/unit/677`);
  await page.getByTestId('role').fill('lanh-dao');
  await page.getByTestId('act').locator('[data-order="acknowledge"]').click();
  await page.locator('[data-event="alarm.acknowledged.v1"]').waitFor();
  await page.goto('/needs?view=district/677');
  await page.locator(`[data-need="alarm/${WATCH}/unit/677"]`, { hasText: 'Lãnh đạo đã nhận' }).waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('from a list an explanation is ordered: unit, figure and position are filled in', async () => {
  const page = await openDesk(browser, '/lists?view=district/677&figure=dossiers.overdue');
  const value = await page.getByTestId('value').innerText();
  const position = await page.getByTestId('cut').getAttribute('data-position');
  const here = page.getByTestId('order-here');
  await here.locator('[data-order="order"]').click();
  const question = await here.locator('textarea').inputValue();
  assert.match(question, new RegExp(`^Đơn Dương: Đang quá hạn ${value} \\(`));
  assert.equal(digits(/#[\d.]+/.exec(question)[0]), Number(position));
  await page.getByTestId('role').fill('lanh-dao');
  await here.locator('button[type="submit"]').click();
  await here.locator('[data-sent="recorded"]').waitFor();
  const recorded = digits(/#[\d.]+/.exec(await here.locator('[data-sent="recorded"]').innerText())[0]);
  await projected(recorded);
  const { members } = await getJSON(`/api/v1/lists/district/677?figure=explanations.open&upto=${recorded}`);
  const { subject } = members.find((member) => member.position === recorded);
  const { events } = await getJSON(`/api/v1/timeline/${subject}`);
  const { unit, figure, question: asked } = events[0].data;
  assert.deepEqual([unit, figure, asked], ['677', 'dossiers.overdue', question]);
  await post(`/api/v1/${subject.replace('explanation', 'explanations')}/withdraw`, { reason: 'thử' });
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('the front page says what this is, how it stands, which units are worst, and leads on', async () => {
  const topology = await getJSON('/api/v1/topology');
  for (const viewport of [WALL, TELEPHONE]) {
    const page = await openPage(browser, '/', viewport);
    await page.locator('[data-testid="verdict"][data-verdict="late"]').waitFor();
    await page.getByText('Langbiang cho thấy bộ máy hành chính Lâm Đồng đang làm gì ngay lúc này').waitFor();
    const units = page.getByTestId('units').locator('[data-unit]');
    assert.equal(await units.count(), 12);
    // Worst first by one number, which is the bold one and the bar's.
    const rows = await units.evaluateAll((all) =>
      all.map((row) => ({
        share: parseFloat(
          row
            .querySelector('b')
            .textContent.replace(/[^\d,]/g, '')
            .replace(',', '.'),
        ),
        bar: parseFloat(row.querySelector('i').style.width),
      })),
    );
    assert.equal(rows[0].bar, 100);
    for (const by of ['share', 'bar'])
      assert.deepEqual(
        rows.map((row) => row[by]),
        rows.map((row) => row[by]).sort((a, b) => b - a),
        by,
      );
    assert.deepEqual(
      await page.locator('[data-door]').evaluateAll((all) => all.map((e) => e.getAttribute('href'))),
      ['/screens/province', '/brief', '/control'],
    );
    assert.equal(await page.locator('[data-screen]').count(), 14);
    // Position by position all of them go on: each unit's mark is its own screen's.
    for (const unit of ['677', '672', '676']) {
      const { url } = topology.screens.find(({ view }) => view === `district/${unit}`) ?? {};
      if (!url) continue;
      const mark = units.and(page.locator(`[data-unit="district/${unit}"]`)).locator('[data-needs]');
      const card = page.locator(`[data-screen][href="${url}"] [data-count]`);
      assert.equal(await mark.getAttribute('data-needs'), await card.getAttribute('data-count'), unit);
    }
    if (viewport === TELEPHONE) {
      const { y } = await page.getByTestId('verdict').boundingBox();
      assert.ok(y < viewport.height / 2, 'the verdict is seen at once');
      const brief = page.getByTestId('brief');
      assert.match(await brief.innerText(), /việc cần xử lý, gấp nhất là .*trong đó [\d.]+\sđang quá hạn/s);
      const box = await brief.boundingBox();
      assert.ok(box.y + box.height < viewport.height, 'and so is what the brief says of now');
    }
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});

test('on every screen the phrases that are shown and those that are not make up the count', async () => {
  const { screens } = await getJSON('/api/v1/topology');
  for (const viewport of [WALL, UPRIGHT]) {
    for (const { url } of screens) {
      const page = await openPage(browser, url, viewport);
      await settled(page);
      await page.evaluate(() => document.fonts.ready);
      const told = await verdictOf(page);
      assert.equal(told.n + digits(told.more || '0'), told.count, `${url}: ${JSON.stringify(told)}`);
      assert.equal(told.says.startsWith('● Bình thường'), told.count === 0, url);
      await page.context().close();
    }
  }
});

test('at a desk the verdict is of the page’s unit', async () => {
  for (const [path, unit] of [
    ['/lists?view=district/677&figure=dossiers.open', '677'],
    ['/reports?view=district/677', '677'],
  ]) {
    const page = await openDesk(browser, path);
    await page.locator(`[data-need="alarm/${WATCH}/unit/${unit}"]`).waitFor({ state: 'attached' });
    await page.context().close();
  }
  const page = await openDesk(browser, '/lists?view=district/672&figure=dossiers.open');
  await page.locator('[data-testid="verdict"]:not([data-verdict="loading"])').waitFor();
  assert.equal(await page.locator(`[data-need="alarm/${WATCH}/unit/677"]`).count(), 0);
  await page.context().close();
});

test('where the link is lost nothing is said to be normal', async () => {
  const link = silenceable();
  const page = await openPage(browser, '/screens/672', WALL, { before: link.before });
  await settled(page);
  link.isSilent = true;
  await page.locator('[data-testid="verdict"][data-verdict="lost"]').waitFor();
  assert.match((await verdictOf(page)).says, /^▲ Mất kết nối từ \d\d:\d\d \(/);
  await page.context().close();
});

test('a past board says how it stood then, and leads to what was then', async () => {
  const page = await openPage(browser, '/screens/province?at=2024-06-28', WALL);
  const line = page.locator('[data-testid="verdict"][data-at]');
  await line.waitFor();
  await page.locator('[data-testid="verdict"][data-verdict="late"]').waitFor();
  const told = await verdictOf(page);
  assert.equal(told.shown[0], 'Đơn Dương quá hạn giải trình 2\u00a0ngày', 'it was due on 26/06');
  const all = new URL(await line.locator('p a').getAttribute('href'), page.url());
  assert.equal(all.pathname, '/needs');
  assert.equal(all.searchParams.get('at'), '2024-06-28');
  await page.context().close();
});
