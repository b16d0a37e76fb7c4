import { noAnswer, type Problem } from '../net/asking';
import { momentAt, reelOf, REPLAY_MILLIS, type Reel } from '../store/replay';
import { asking } from './asking';

/** The bar of a replay moves at least twenty times a second. */
export const TICK_MILLIS = 40;

/** Player fetches a day once, and plays it. */
export class Player {
  reel = $state.raw<Reel | undefined>(undefined);
  refusal = $state.raw<Problem | undefined>(undefined);
  /** How far it is, milliseconds. */
  elapsed = $state(0);
  isPlaying = $state(false);
  readonly #millis: number;
  readonly index = $derived.by(() => momentAt(this.elapsed, this.reel?.moments.length ?? 1, this.#millis));
  readonly moment = $derived(this.reel?.moments[this.index]);
  readonly isOver = $derived.by(() => this.elapsed >= this.#millis);

  #abort = new AbortController();
  #timer: ReturnType<typeof setInterval> | undefined;
  #seen = 0;

  /** `millis` is how long a day takes. */
  constructor(millis = REPLAY_MILLIS) {
    this.#millis = millis;
  }

  /** Fetches the day, and plays it unless nothing is to move by itself. */
  async load(address: string): Promise<void> {
    const { signal } = this.#abort;
    this.refusal = undefined;
    const asked = await asking.ask(address, { signal }, 'blob');
    if (signal.aborted) return;
    this.reel = asked.kind === 'come' ? reelOf(await (asked.body as Blob).text()) : undefined;
    if (!this.reel) this.refusal = asked.kind === 'refused' ? asked.problem : noAnswer;
    else if (!matchMedia('(prefers-reduced-motion: reduce)').matches) this.play();
  }

  /** Goes on, from the beginning where it is over. */
  play(): void {
    if (this.isOver) this.elapsed = 0;
    this.pause();
    this.isPlaying = true;
    this.#seen = performance.now();
    this.#timer = setInterval(() => {
      this.#tick();
    }, TICK_MILLIS);
  }

  pause(): void {
    clearInterval(this.#timer);
    this.isPlaying = false;
  }

  seek(elapsed: number): void {
    this.pause();
    this.elapsed = Math.min(this.#millis, Math.max(0, elapsed));
  }

  /** Goes so many moments on; beyond the last one it is over. */
  step(moments: number): void {
    const count = this.reel?.moments.length ?? 1;
    this.seek(Math.ceil(((this.index + moments) * this.#millis) / count));
  }

  stop(): void {
    this.pause();
    this.#abort.abort();
  }

  #tick(): void {
    const now = performance.now();
    this.elapsed = Math.min(this.#millis, this.elapsed + now - this.#seen);
    this.#seen = now;
    if (this.isOver) this.pause();
  }
}
