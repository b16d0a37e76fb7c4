// Events that the browser tests send: dossiers of a building permit in Đà Lạt, after the published history.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { getJSON, send } from './browser.mjs';

const SOURCE = '/browser-test';

/** The two events by which a dossier is received. */
export function dossier(code, day, unit = '672', procedure = '1.013225') {
  const event = (type, minute) => ({
    specversion: '1.0',
    id: randomUUID(),
    source: SOURCE,
    type,
    subject: `dossier/${code}`,
    time: `${day}T09:${minute}:00+07:00`,
    datacontenttype: 'application/json',
    data: { procedure, unit },
  });
  return [event('dossier.submitted.v1', '00'), event('dossier.received.v1', '05')];
}

/**
 * The published figures end with the history's last day: what is sent here must not count there, so the day after
 * is opened first, unless the province's clock has gone on already. The day that is open is returned.
 */
export async function leaveHistory() {
  const { date } = await getJSON('/api/v1/clock');
  if (date !== '2024-06-30') return date;
  await send('/api/v1/clock/events', [
    {
      specversion: '1.0',
      id: 'browser-test-2024-07-01',
      source: SOURCE,
      type: 'clock.day_opened.v1',
      subject: 'clock/province',
      time: '2024-07-01T00:00:00+07:00',
      data: { date: '2024-07-01' },
    },
  ]);
  return '2024-07-01';
}

/** Waits until lists and reports are of a position, or of a later one. */
export async function projected(position) {
  for (;;) {
    const { projected_position: at } = await getJSON('/api/v1/status');
    if (at >= position) return;
    await delay(100);
  }
}

/** Receives so many dossiers a second for so long; returns how many. */
export async function stream(day, perSecond, seconds) {
  const run = randomUUID().slice(0, 8);
  const began = Date.now();
  let sent = 0;
  while (Date.now() - began < seconds * 1000) {
    sent++;
    await send('/api/v1/dossiers/events', dossier(`${run}-${sent}`, day));
    await delay(Math.max(0, began + (sent * 1000) / perSecond - Date.now()));
  }
  return sent;
}
