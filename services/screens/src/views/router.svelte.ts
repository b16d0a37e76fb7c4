import { parseRoute, type Route } from '../store/route';

/** Router follows the address bar; links inside the page change it without loading anew. */
export class Router {
  route = $state.raw<Route>(parseRoute(location.pathname, location.search));
  address = $state(location.pathname + location.search);

  /** Follows until the function returned is called. */
  start(): () => void {
    const read = (): void => {
      this.#read();
    };
    const click = (event: MouseEvent): void => {
      this.#click(event);
    };
    window.addEventListener('popstate', read);
    document.addEventListener('click', click);
    return () => {
      window.removeEventListener('popstate', read);
      document.removeEventListener('click', click);
    };
  }

  go(address: string): void {
    if (address !== location.pathname + location.search)
      history.pushState({ steps: stepsHere() + 1 }, '', address);
    this.#read();
  }

  /** Goes to an address that takes the place of this one: what one only moves through is no step back. */
  replace(address: string): void {
    history.replaceState(null, '', address);
    this.#read();
  }

  /** Back to where one came from; where one came from nowhere in here, to `up`. */
  back(up: string): void {
    if (stepsHere() > 0) history.back();
    else this.go(up);
  }

  #read(): void {
    this.address = location.pathname + location.search;
    this.route = parseRoute(location.pathname, location.search);
  }

  #click(event: MouseEvent): void {
    const isPlain =
      event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!isPlain || event.defaultPrevented || !(event.target instanceof Element)) return;
    const link = event.target.closest('a');
    const address = link?.getAttribute('href');
    if (!address?.startsWith('/') || link?.hasAttribute('target')) return;
    event.preventDefault();
    this.go(address);
  }
}

/** How many addresses one has come through in here. */
function stepsHere(): number {
  const state = history.state as { steps?: number } | null;
  return state?.steps ?? 0;
}

/** StillRouter is that of a board which nobody can touch: it goes nowhere. */
export class StillRouter extends Router {
  override go(): void {
    // A wall shows what it is told.
  }
  override back(): void {
    // Nor does it go back.
  }

  override replace(): void {
    // As above.
  }
}
