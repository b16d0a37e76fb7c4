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
