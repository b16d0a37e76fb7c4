import { minuteAt } from '../store/deadline';
import type { Held } from '../store/frames';
import type { Province } from '../store/topology';
import { heeded } from '../store/desk';
import { addressAt, DATE_LENGTH, deskAddress, type Desk, type Past, type Query } from '../store/route';
import type { Screen, View } from '../wire/wire.gen';
import type { Live } from './live.svelte';

/** What every tile of a board gets: the view, what is held of it, and how to go further down. */
export interface BoardContext {
  readonly province: Province;
  readonly view: View;
  readonly held: Held | undefined;
  /** The position that is said at the head; a tile at another one says its own. */
  readonly told: number | undefined;
  readonly levels: number;
  /** The day or minute up to which it is shown; undefined where it is now. */
  readonly past?: string | undefined;
  /** The position at which it is shown, where that was asked for. */
  readonly position?: string | undefined;
  /** The day shown is over: nothing of it is still to come. */
  readonly ended?: boolean;
  /** The address of a view below this one. */
  readonly address: (view: string) => string;
  /** The address of what a figure is made of, at the same cut; `filter` narrows it. */
  readonly list: (figure: string, filter?: Query) => string;
  /** The address of a page at a desk. The screen goes along, so that an idle wall finds home. */
  readonly page: (desk: Desk, query?: Query) => string;
  /** Where all that needs somebody is, at the same past. */
  readonly needs: string;
}

/** A frame of the past, as a board shows it. */
export interface Still {
  readonly past: Past;
  /** Undefined while it has not come. */
  readonly held: Held | undefined;
  readonly ended: boolean;
  /** There is no such frame: the banner says why, and nothing else is shown. */
  readonly isRefused?: boolean;
}

/** The cut at which a frame is held. What was shown at a minute is all that its position had; what is known now of it ends at that minute. */
function cutAt(held: Held | undefined, past: Past | undefined): Query {
  return {
    from: past?.from ?? '',
    at: past?.at.slice(0, DATE_LENGTH) ?? '',
    minute: past?.known ? past.at.slice(DATE_LENGTH + 1) : '',
    upto: held ? String(held.cut) : '',
  };
}

/** Where a view's figures open, at the cut that is held: of now, or of the past. The screen goes along, so that an idle wall finds home. */
export function listsOf(
  province: Province,
  view: string,
  held: Held | undefined,
  screen: Screen | undefined,
  past?: Past,
): BoardContext['list'] {
  const { upto = '', ...period } = cutAt(held, past);
  return (figure, filter = {}) =>
    deskAddress('lists', {
      view,
      figure,
      ...period,
      ...filter,
      upto,
      map: province.topology.map,
      screen: screen?.id ?? '',
    });
}

/** Where all that needs somebody at a view is, now or at a past. */
export function needsPage(view: string, screen: Screen | undefined, past?: Past): string {
  return addressAt(deskAddress('needs', { view, screen: screen?.id ?? '' }), past);
}

/** The pages at a desk, opened from a screen or from none; from the past at what they heed of its cut. */
export function pagesOf(screen: Screen | undefined, past?: Past, held?: Held): BoardContext['page'] {
  const cut = past ? cutAt(held, past) : {};
  return (desk, query = {}) =>
    deskAddress(desk, { ...heeded(desk, cut), ...query, screen: screen?.id ?? '' });
}

/** How many minutes of a board's day have gone; undefined where it stands still: of the past, or since the link was lost. */
export function minuteOf(
  { held, past }: Pick<BoardContext, 'held' | 'past'>,
  live: Live,
): number | undefined {
  if (!held || past !== undefined || live.state.link === 'lost') return undefined;
  return minuteAt(held.frame, live.now, live.speech);
}
