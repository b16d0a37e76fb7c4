import type { Socket, Timers } from '../net/link';
import type { ClientMessage } from '../wire/wire.gen';

/** A socket whose other end is the test. */
export class TestSocket implements Socket {
  readonly sent: ClientMessage[] = [];
  isClosed = false;
  #hear: (data: unknown) => void = () => undefined;
  #closed: (code: number) => void = () => undefined;

  onMessage(hear: (data: unknown) => void): void {
    this.#hear = hear;
  }
  onClose(closed: (code: number) => void): void {
    this.#closed = closed;
  }
  send(data: string): void {
    this.sent.push(JSON.parse(data) as ClientMessage);
  }
  close(): void {
    this.isClosed = true;
  }
  say(message: object): void {
    if (!this.isClosed) this.#hear(JSON.stringify(message));
  }
  breakOff(code: number): void {
    if (!this.isClosed) this.#closed(code);
  }
}

/** Time that passes when the test says so. */
export class TestTime implements Timers {
  now = 1_000_000;
  #next = 0;
  #timers = new Map<number, { at: number; action: () => void }>();

  set(action: () => void, millis: number): unknown {
    this.#timers.set(++this.#next, { at: this.now + millis, action });
    return this.#next;
  }
  clear(timer: unknown): void {
    this.#timers.delete(timer as number);
  }
  pass(millis: number): void {
    const end = this.now + millis;
    for (;;) {
      const due = [...this.#timers]
        .filter(([, timer]) => timer.at <= end)
        .sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      const [id, timer] = due;
      this.#timers.delete(id);
      this.now = Math.max(this.now, timer.at);
      timer.action();
    }
    this.now = end;
  }
}
