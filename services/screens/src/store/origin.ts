/** Whether an address leads every machine to itself: nobody else can open it. */
export function isOwnOnly(origin: string): boolean {
  const { hostname } = new URL(origin);
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}

/** Where a page is asked for whose own address leads nowhere else: the same with the server's name in the place of its own. */
export function withHost(origin: string, host: string): string {
  const { protocol, port } = new URL(origin);
  return `${protocol}//${host}${port ? `:${port}` : ''}`;
}
