// Displays on walls, as the tests pair them and give them their orders.
import { getJSON, openPage, WALL } from './browser.mjs';

export async function post(path, body) {
  const response = await fetch(process.env.IOC_URL + path, { method: 'POST', body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

/** The ids of the displays that are paired. */
export async function paired() {
  return (await getJSON('/api/v1/presence')).displays.map(({ show }) => show.display);
}

/** Unpairs all that are left: what is told of as present may have gone a moment ago. */
export async function unpairAll() {
  for (const display of await paired()) {
    const body = JSON.stringify({ command: 'unpair', displays: [display] });
    const { ok, status } = await fetch(`${process.env.IOC_URL}/api/v1/displays/commands`, {
      method: 'POST',
      body,
    });
    if (!ok && status !== 422) throw new Error(`${display} is not unpaired: ${status}`);
  }
}

/** A display's page while it shows an address. */
export function shows(page, address) {
  return page.locator(`[data-testid="display"][data-showing="${address}"]`);
}

/** A display's own page, and the code that it shows. */
export async function openDisplay(browser, viewport = WALL, { query = '', ...options } = {}) {
  const page = await openPage(browser, `/display${query}`, viewport, { screen: viewport, ...options });
  await page.getByTestId('code').waitFor();
  await page.evaluate(() => (window.sameDocument = true));
  return { page, code: await page.getByTestId('code').getAttribute('data-code') };
}

/** Gives a command in the control room, to the displays that are chosen there. */
export const act = (control, command) => control.locator(`[data-command="${command}"]`).click();
