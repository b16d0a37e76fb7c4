/** The length of a day's name; a minute of it goes on with "T09:00". */
export const DATE_LENGTH = '2024-07-08'.length;

/** The past: flows count from `from` ("": 1 January of that year) to the end of the day `at`, or to a minute of it. */
export interface Past {
  readonly from: string;
  readonly at: string;
  /** "now": what is known now of a minute, where something else was shown then. */
  readonly known?: string;
  /** The position of the log, "59123", at which it is seen instead: `at` is the day that it is of, "" while that is not known. */
  readonly position?: string;
}

/** The pages for somebody at a desk, by the first step of their addresses. */
export const desks = [
  'needs',
  'brief',
  'reported',
  'security',
  'explanations',
  'freshness',
  'scorecard',
  'reports',
  'payments',
  'models',
  'maps',
  'lists',
  'timeline',
  'definitions',
  'assumptions',
] as const;
export type Desk = (typeof desks)[number];

/** The pages that have no name in their addresses and are no desk's. */
export const alone = ['gallery', 'control', 'display'] as const;
/** The first steps of the addresses that go on with a name. */
export const named = ['screens', 'views'] as const;

/** What a desk page is asked for; what is not named has its default. */
export type Query = Readonly<Record<string, string>>;

/** How a board is seen: `replay` is a day, or "today" for the one that the log has reached. */
interface Seen {
  readonly past: Past | undefined;
  readonly map: string | undefined;
  readonly replay: string | undefined;
}

/** What an address opens; `past` is undefined where it shows now, `map` where no map of units is asked for, `replay` where no day is replayed. */
export type Route =
  | { page: 'index' }
  | { page: (typeof alone)[number] }
  | { page: 'desk'; desk: Desk; query: Query }
  | ({ page: 'screen'; id: string } & Seen)
  | ({ page: 'view'; view: string; screen: string } & Seen)
  | { page: 'unknown'; path: string };

/** Reads an address; `search` may name the screen that a view was opened from, and a past day. */
export function parseRoute(path: string, search: string): Route {
  const parts = path.split('/').filter(Boolean).map(decode);
  const [first, ...rest] = parts;
  const query = new URLSearchParams(search);
  if (first === undefined) return { page: 'index' };
  const page = alone.find((name) => name === first);
  if (page && rest.length === 0) return { page };
  const desk = desks.find((name) => name === first);
  if (desk && rest.length === 0) return { page: 'desk', desk, query: Object.fromEntries(query) };
  const seen: Seen = {
    past: pastIn(Object.fromEntries(query)),
    map: query.get('map') ?? undefined,
    replay: query.get('replay') ?? undefined,
  };
  const kind = named.find((name) => name === first);
  if (kind === 'screens' && rest.length === 1) {
    return { page: 'screen', id: rest[0] ?? '', ...seen };
  }
  if (kind === 'views' && rest.length > 0) {
    return { page: 'view', view: rest.join('/'), screen: query.get('screen') ?? '', ...seen };
  }
  return { page: 'unknown', path: parts.join('/') };
}

/** Reads an address with its query. */
export function routeOf(address: string): Route {
  const [path = '', search = ''] = address.split('?');
  return parseRoute(path, search);
}

/** The day that a display is told to replay, when that is the one that the log has reached. */
export const TODAY = 'today';

/** The same address with a day replayed. */
export function replayAddress(address: string, day: string): string {
  const [path = '', search = ''] = addressAt(address, undefined).split('?');
  const query = new URLSearchParams(search);
  query.set('replay', day);
  return `${path}?${query.toString()}`;
}

/** Whether an address ranks units by what is unusual instead of by size. */
export function ranksUnusual(address: string): boolean {
  return new URLSearchParams(address.split('?')[1]).get('rank') === 'unusual';
}

/** The same address with its units ranked by what is unusual, or by size. */
export function rankAddress(address: string, isUnusual: boolean): string {
  const [path = '', search = ''] = address.split('?');
  const query = new URLSearchParams(search);
  query.delete('rank');
  if (isUnusual) query.set('rank', 'unusual');
  const text = query.toString().replaceAll('%3A', ':');
  return text ? `${path}?${text}` : path;
}

/** The address of a view, opened from a screen or from none (""). */
export function viewAddress(view: string, screen: string): string {
  const path = '/views/' + encodePath(view);
  return screen ? `${path}?screen=${encodeURIComponent(screen)}` : path;
}

/** The address of a desk page that is asked for `query`; what is empty is left out. */
export function deskAddress(desk: Desk, query: Query = {}): string {
  return withQuery(`/${desk}`, query);
}

/** A path with a query; what is empty is left out. */
export function withQuery(path: string, query: Query): string {
  const text = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== '')).toString();
  return text ? `${path}?${text}` : path;
}

/** A view's address below the read API's `endpoint`. */
export function apiAddress(endpoint: string, view: string, query: Query = {}): string {
  return withQuery(`/api/v1/${endpoint}/${encodePath(view)}`, query);
}

/** The same address at `past.at`; without `past`, now. */
export function addressAt(address: string, past: Past | undefined): string {
  const [path = '', search = ''] = address.split('?');
  const query = new URLSearchParams(search);
  query.delete('from');
  query.delete('at');
  query.delete('known');
  query.delete('replay');
  if (past?.from) query.set('from', past.from);
  if (past) query.set('at', past.position ?? past.at);
  if (past?.known) query.set('known', past.known);
  const text = query.toString().replaceAll('%3A', ':'); // a minute is to be read
  return text ? `${path}?${text}` : path;
}

/** The past that a query asks for. What the dates are worth is for the gateway to say: a wrong one is shown as its refusal. */
export function pastIn({ from = '', at, known }: Query): Past | undefined {
  if (/^\d+$/.test(at ?? '')) return { from, at: '', position: at ?? '' };
  return at ? { from, at, ...(known ? { known } : {}) } : undefined;
}

/** An id with slashes as a path. */
function encodePath(id: string): string {
  return id.split('/').map(encodeURIComponent).join('/');
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
