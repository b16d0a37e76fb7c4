import {
  NotPaintingMillis,
  type DisplayPresence,
  type Playlist,
  type Screen,
  type Text,
} from '../wire/wire.gen';
import { texts } from '../i18n/control';
import { deskTexts } from '../i18n/desk';
import type { Province } from './topology';
import { replayAddress, routeOf, TODAY, type Desk } from './route';
import { shownAt } from './shown';

/** Something that a display can show, or a playlist can hold. */
export interface Choice {
  /** An address, or "playlist/<id>". */
  readonly value: string;
  readonly name: Text;
}

/** The addresses that can be shown: the screens, the day of each of them replayed, the pages, and every view down to the districts. */
export function addressChoices(province: Province): {
  screens: Choice[];
  replays: Choice[];
  pages: Choice[];
  views: Choice[];
} {
  const screens = province.topology.screens.map(({ id, title, title_en }) => ({
    value: `/screens/${id}`,
    name: { vi: title, en: title_en },
  }));
  const replays = screens.map(({ value, name }) => ({ value: replayAddress(value, TODAY), name }));
  const root = province.topology.views[0]?.id;
  const views = province.topology.views
    .filter((view) => view.department === '' && (view.id === root || view.parent === root))
    .map((view) => ({ value: `/views/${view.id}`, name: view.name }));
  const pages = province.topology.pages.map((page) => ({ value: `/${page}`, name: pageName(page as Desk) }));
  return { screens, replays, pages, views };
}

/** What a page is called: what stands over it. */
function pageName(desk: Desk): Text {
  return deskTexts[`desk.${desk}`] ?? { vi: '', en: '' };
}

/** What an address shows, in words. */
export function nameOf(province: Province, address: string): Text {
  const route = routeOf(address);
  if ((route.page === 'screen' || route.page === 'view') && route.replay) {
    const { vi, en } = nameOf(province, address.split('?')[0] ?? '');
    return { vi: `${vi} · ${texts.replayed.vi}`, en: `${en} · ${texts.replayed.en}` };
  }
  if (route.page === 'screen') {
    const screen = province.screens.get(route.id);
    if (screen) return { vi: screen.title, en: screen.title_en };
  }
  if (route.page === 'desk') return pageName(route.desk);
  const view = route.page === 'view' ? province.views.get(route.view) : undefined;
  return view?.name ?? { vi: address, en: address };
}

/** What is known of what people see on a display. */
export type Condition = 'painting' | 'starting' | 'hung' | 'down';

/**
 * How a display fares by what it painted last, on the gateway's clock: one that is connected and does not say that it paints hangs, or its
 * browser draws nothing; one that has only just connected has a moment to begin.
 */
export function conditionOf(display: DisplayPresence, now: number): Condition {
  if (!display.online) return 'down';
  if (display.painting) return 'painting';
  return display.painted === 0 && now - display.since < NotPaintingMillis ? 'starting' : 'hung';
}

/** The displays that show a screen now: by its own address, or its view. */
export function showing(screen: Screen, displays: readonly DisplayPresence[]): DisplayPresence[] {
  const addresses = new Set([`/screens/${screen.id}`, screen.url, `/views/${screen.view}`]);
  return displays.filter((display) => display.painting && addresses.has(display.showing));
}

/** The groups that there are, in the order of their names; "" for displays without one comes last. */
export function groupsOf(displays: readonly DisplayPresence[]): string[] {
  const names = new Set(displays.map((display) => display.show.group));
  return [...names].sort((a, b) => Number(a === '') - Number(b === '') || a.localeCompare(b, 'vi'));
}

/** How long one round of a playlist takes, in seconds, when all of it is due. */
export function roundOf(playlist: Playlist): number {
  return playlist.items.reduce((sum, item) => sum + item.seconds, 0);
}

/** 90 → "1:30". */
export function clockOf(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = String(seconds % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** Whether a display has painted what it had been told by then. */
export function obeys(display: DisplayPresence, timeZone: string): boolean {
  if (display.painted === 0) return false;
  const told = shownAt(display.show, display.painted, timeZone);
  if (display.blank || told.blank) return display.blank === told.blank;
  return (
    display.showing === told.address &&
    display.item === told.item + 1 &&
    display.held === told.held &&
    display.covered === (told.message !== undefined)
  );
}

/** Whether a display was told to stay on the item that it shows. */
export function heldOf(display: DisplayPresence): boolean {
  let held = false;
  for (const { command } of display.show.steps) if (command !== 'next') held = command === 'hold';
  return held;
}
