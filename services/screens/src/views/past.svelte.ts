import { answered } from '../store/answer';
import { isPastFrame, type PastState } from '../store/past';
import type { PastFrame } from '../wire/wire.gen';
import { asking } from './asking';

/** How often a gateway that is busy is asked again. */
const TRIES = 4;

/**
 * PastFrames asks for frames of the past, one after the other: while one is on its way, the newest wish waits. What came last stays until
 * the next has come, so that a board which moves through a day never goes blank.
 */
export class PastFrames {
  state = $state.raw<PastState>({ kind: 'loading' });
  /** The frame that came last. */
  shown = $state.raw<PastFrame | undefined>(undefined);

  #wanted = '';
  #isAsking = false;
  #abort = new AbortController();

  ask(address: string): void {
    this.#wanted = address;
    this.state = { kind: 'loading' };
    if (!this.#isAsking) void this.#follow();
  }

  retry(): void {
    this.ask(this.#wanted);
  }

  stop(): void {
    this.#abort.abort();
  }

  async #follow(): Promise<void> {
    this.#isAsking = true;
    let address: string;
    do {
      address = this.#wanted;
      await this.#fetch(address);
    } while (address !== this.#wanted && !this.#abort.signal.aborted);
    this.#isAsking = false;
  }

  async #fetch(address: string): Promise<void> {
    const { signal } = this.#abort;
    for (let tries = 1; ; tries++) {
      const asked = await asking.ask(address, { signal });
      if (signal.aborted) return;
      const isBusy = asked.kind === 'refused' && asked.problem.status === 503 && asked.pause > 0;
      if (isBusy && tries < TRIES && address === this.#wanted) {
        await new Promise((resolve) => setTimeout(resolve, asked.pause));
        continue;
      }
      const state: PastState = answered(asked, isPastFrame);
      if (state.kind === 'come') this.shown = state.answer;
      if (address === this.#wanted) this.state = state;
      return;
    }
  }
}
