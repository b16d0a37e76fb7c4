import { figuresAddress, readAnswer, type PastState } from '../store/past';
import type { Past } from '../store/route';

/** PastFigures fetches a view's figures of a past day, and holds the newest answer asked for. */
export class PastFigures {
  state = $state.raw<PastState>({ kind: 'loading' });

  #abort = new AbortController();

  /** Asks for the figures, instead of whatever was asked before. */
  ask(view: string, past: Past): void {
    this.stop();
    this.#abort = new AbortController();
    this.state = { kind: 'loading' };
    void this.#fetch(figuresAddress(view, past), this.#abort.signal);
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
    if (!signal.aborted) this.state = readAnswer(body);
  }
}
