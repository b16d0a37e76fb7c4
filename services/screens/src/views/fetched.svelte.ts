import { answered, type Answer } from '../store/answer';
import { asking } from './asking';

/** Fetched asks the read API, and holds the newest answer asked for. */
export class Fetched<T> {
  state = $state.raw<Answer<T>>({ kind: 'loading' });

  readonly #isAnswer: (body: unknown) => boolean;
  #address = '';
  #abort = new AbortController();

  /** `isAnswer` tells by its shape what was asked for. */
  constructor(isAnswer: (body: unknown) => boolean) {
    this.#isAnswer = isAnswer;
  }

  /** What has come; undefined until it has. */
  get answer(): T | undefined {
    return this.state.kind === 'come' ? this.state.answer : undefined;
  }

  /** Asks for an address, instead of whatever was asked before. */
  ask(address: string): void {
    this.stop();
    this.#address = address;
    this.#abort = new AbortController();
    this.state = { kind: 'loading' };
    void this.#fetch(address, this.#abort.signal);
  }

  /** Asks for a newer answer; what has come stays until there is one. */
  renew(address: string): void {
    const { state } = this;
    this.ask(address);
    this.state = state;
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
    const asked = await asking.ask(address, { signal });
    if (signal.aborted) return;
    this.state = answered(asked, this.#isAnswer);
  }
}
