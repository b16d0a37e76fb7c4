import type { Painted } from '../store/session';
import { PaintedMillis } from '../wire/wire.gen';

/** What a browser gives to know that something was painted. */
export interface Frames {
  request: (next: () => void) => unknown;
  set: (action: () => void, millis: number) => unknown;
  clear: (timer: unknown) => void;
}

const browser: Frames = {
  request: (next) => requestAnimationFrame(next),
  set: (action, millis) => setTimeout(action, millis),
  clear: (timer) => {
    clearTimeout(timer as ReturnType<typeof setTimeout>);
  },
};

/**
 * Paints says every PaintedMillis, and soon after a change, what was in a page when it was painted: it reads in one frame of the browser, and says
 * it in the next, which comes when the one before was painted. A page that hangs, or whose browser draws no frames, says nothing.
 */
export class Paints {
  readonly #read: () => Painted | undefined;
  readonly #say: (painted: Painted) => void;
  readonly #frames: Frames;
  #timer: unknown;
  #waiting = false;
  #stopped = false;
  #shows = '';

  constructor(read: () => Painted | undefined, say: (painted: Painted) => void, frames: Frames = browser) {
    this.#read = read;
    this.#say = say;
    this.#frames = frames;
  }

  /** Runs until the function returned is called. */
  start(): () => void {
    this.soon();
    return () => {
      this.#stopped = true;
      this.#frames.clear(this.#timer);
    };
  }

  /** Says it soon where what is shown is something else. */
  changed(shows: string): void {
    if (shows === this.#shows) return;
    this.#shows = shows;
    this.soon();
  }

  /** Says it after the next frame. */
  soon(): void {
    this.#frames.clear(this.#timer);
    if (this.#waiting || this.#stopped) return;
    this.#waiting = true;
    this.#frames.request(() => {
      const seen = this.#read();
      this.#frames.request(() => {
        this.#waiting = false;
        if (this.#stopped) return;
        if (seen) this.#say(seen);
        this.#timer = this.#frames.set(() => {
          this.soon();
        }, PaintedMillis);
      });
    });
  }
}
