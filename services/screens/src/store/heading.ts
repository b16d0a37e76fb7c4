import type { Speech } from '../i18n/i18n';
import type { Screen, View } from '../wire/wire.gen';
import { addressAt, viewAddress, type Past, type Query } from './route';
import { ancestors, type Province } from './topology';

/** A step of the way down to where one is. */
export interface Crumb {
  readonly label: string;
  readonly address: string;
}

/** What stands over a board: its title, and the way down to it. */
export interface Heading {
  readonly title: string;
  /** The same in few letters, for a wall that is read from afar. */
  readonly brief: string;
  readonly crumbs: Crumb[];
}

/** The heading of a view opened from a screen or from none; the way up keeps to the same past day. */
export function headingOf(
  province: Province,
  view: View | undefined,
  screen: Screen | undefined,
  speech: Speech,
  past?: Past,
): Heading {
  if (!view) return { title: '', brief: '', crumbs: [] };
  const brief = viewTitle(province, view, speech.text(shortOf(view)), speech);
  if (screen?.view === view.id) return { title: screenTitle(screen, speech), brief, crumbs: [] };
  const above = ancestors(province, view);
  const start = screen ? above.findIndex((v) => v.id === screen.view) : -1;
  const first: Crumb =
    screen && start >= 0
      ? { label: screenTitle(screen, speech), address: addressAt(`/screens/${screen.id}`, past) }
      : { label: speech.t('app.home'), address: '/' };
  const between = above.slice(start + 1).map((v) => ({
    label: speech.text(v.name),
    address: addressAt(viewAddress(v.id, screen?.id ?? ''), past),
  }));
  return {
    title: viewTitle(province, view, speech.text(view.name), speech),
    brief,
    crumbs: [first, ...between],
  };
}

/** The step back to the screen that a page at a desk was opened from, at the same past day; undefined where it was opened from none. */
export function screenCrumb(province: Province, query: Query, speech: Speech): Crumb | undefined {
  const screen = province.screens.get(query['screen'] ?? '');
  const past = query['at'] ? { from: query['from'] ?? '', at: query['at'] } : undefined;
  return screen && { label: screenTitle(screen, speech), address: addressAt(`/screens/${screen.id}`, past) };
}

function screenTitle(screen: Screen, speech: Speech): string {
  return speech.language === 'en' && screen.title_en ? screen.title_en : screen.title;
}

/** What a view is called in few letters, where it has such a name. */
const shortOf = (view: View): View['name'] => (view.short.vi ? view.short : view.name);

/** A view by a name of its own, and the department that it is seen through. */
function viewTitle(province: Province, view: View, name: string, speech: Speech): string {
  const root = province.views.get(`department/${view.department}`);
  return root && root.id !== view.id ? `${name} · ${speech.text(shortOf(root))}` : name;
}
