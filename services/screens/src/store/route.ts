/** A period that has ended: flows count from `from` ("": 1 January of that year) to the end of `at`. */
export interface Past {
  readonly from: string;
  readonly at: string;
}

/** What an address opens; `past` is undefined where it shows now. */
export type Route =
  | { page: 'index' }
  | { page: 'assumptions' }
  | { page: 'reported'; unit: string }
  | { page: 'screen'; id: string; past: Past | undefined }
  | { page: 'view'; view: string; screen: string; past: Past | undefined }
  | { page: 'unknown' };

/** Reads an address; `search` may name the screen that a view was opened from, and a past day. */
export function parseRoute(path: string, search: string): Route {
  const parts = path.split('/').filter(Boolean).map(decode);
  const [first, ...rest] = parts;
  const query = new URLSearchParams(search);
  if (first === undefined) return { page: 'index' };
  if (first === 'assumptions' && rest.length === 0) return { page: 'assumptions' };
  if (first === 'reported' && rest.length === 0) return { page: 'reported', unit: query.get('unit') ?? '' };
  if (first === 'screens' && rest.length === 1) {
    return { page: 'screen', id: rest[0] ?? '', past: parsePast(query) };
  }
  if (first === 'views' && rest.length > 0) {
    return {
      page: 'view',
      view: rest.join('/'),
      screen: query.get('screen') ?? '',
      past: parsePast(query),
    };
  }
  return { page: 'unknown' };
}

/** The address of a view, opened from a screen or from none (""). */
export function viewAddress(view: string, screen: string): string {
  const path = '/views/' + view.split('/').map(encodeURIComponent).join('/');
  return screen ? `${path}?screen=${encodeURIComponent(screen)}` : path;
}

/** The same address at the end of the day `past.at`; without `past`, now. */
export function addressAt(address: string, past: Past | undefined): string {
  const [path = '', search = ''] = address.split('?');
  const query = new URLSearchParams(search);
  query.delete('from');
  query.delete('at');
  if (past?.from) query.set('from', past.from);
  if (past) query.set('at', past.at);
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

// What the dates are worth is for the gateway to say: a wrong one is shown as its refusal.
function parsePast(query: URLSearchParams): Past | undefined {
  const at = query.get('at') ?? '';
  return at ? { from: query.get('from') ?? '', at } : undefined;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
