import type { Answer } from '../store/answer';

/** Fetched asks the read API, and holds the newest answer asked for. */
export class Fetched<T> {
  state = $state.raw<Answer<T>>({ kind: 'loading' });

  #read: (body: unknown) => Answer<T>;
  #address = '';
  #abort = new AbortController();

  /** `read` tells an answer from a refusal. */
  constructor(read: (body: unknown) => Answer<T>) {
    this.#read = read;
  }

  /** Asks for an address, instead of whatever was asked before. */
  ask(address: string): void {
    this.stop();
    this.#address = address;
    this.#abort = new AbortController();
    this.state = { kind: 'loading' };
    void this.#fetch(address, this.#abort.signal);
  }

  /** Asks again for what was asked last. */
  retry(): void {
    this.ask(this.#address);
  }

  /** Forgets the question. */
  stop(): void {
    this.#abort.abort();
  }

  async #fetch(address: string, signal: AbortSignal): Promise<void> {
    let body: unknown;
    try {
      body = await (await fetch(address, { signal })).json();
    } catch {
      body = undefined; // No gateway, or something between that does not speak its language.
    }
    if (!signal.aborted) this.state = this.#read(body);
  }
}
