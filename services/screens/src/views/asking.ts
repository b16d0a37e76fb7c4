import { Asking, type AskingDeps } from '../net/asking';

/** What asking needs, of this page. */
export const page: AskingDeps = {
  fetch: (address, init) => fetch(address, init),
  language: () => document.documentElement.lang,
};

export const asking = new Asking(page);
