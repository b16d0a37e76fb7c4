/** What an address opens. */
export type Route =
  | { page: 'index' }
  | { page: 'assumptions' }
  | { page: 'screen'; id: string }
  | { page: 'view'; view: string; screen: string }
  | { page: 'unknown' };

/** Reads an address; `search` may name the screen that a view was opened from. */
export function parseRoute(path: string, search: string): Route {
  const parts = path.split('/').filter(Boolean).map(decode);
  const [first, ...rest] = parts;
  if (first === undefined) return { page: 'index' };
  if (first === 'assumptions' && rest.length === 0) return { page: 'assumptions' };
  if (first === 'screens' && rest.length === 1) return { page: 'screen', id: rest[0] ?? '' };
  if (first === 'views' && rest.length > 0) {
    return { page: 'view', view: rest.join('/'), screen: new URLSearchParams(search).get('screen') ?? '' };
  }
  return { page: 'unknown' };
}

/** The address of a view, opened from a screen or from none (""). */
export function viewAddress(view: string, screen: string): string {
  const path = '/views/' + view.split('/').map(encodeURIComponent).join('/');
  return screen ? `${path}?screen=${encodeURIComponent(screen)}` : path;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Router follows the address bar; links inside the page change it without loading anew. */
export class Router {
  route = $state.raw<Route>(parseRoute(location.pathname, location.search));

  /** Follows until the function returned is called. */
  start(): () => void {
    const read = (): void => {
      this.route = parseRoute(location.pathname, location.search);
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
    if (address !== location.pathname + location.search) history.pushState(null, '', address);
    this.route = parseRoute(location.pathname, location.search);
  }

  #click(event: MouseEvent): void {
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!isPlain || event.defaultPrevented || !(event.target instanceof Element)) return;
    const link = event.target.closest('a');
    const address = link?.getAttribute('href');
    if (!address?.startsWith('/') || link?.hasAttribute('target')) return;
    event.preventDefault();
    this.go(address);
  }
}
