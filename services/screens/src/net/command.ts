import { Asking, type AskingDeps, type Problem } from './asking';
import { backoff } from './backoff';

/** How long one request may take, and for how long a command is sent again by itself. */
const ANSWER_MILLIS = 10_000;
const PATIENCE_MILLIS = 30_000;
/** For how long the same press is the same command, while nobody has answered it. */
const SAME_MILLIS = 5 * 60_000;
/** The status of an answer that there are too many requests. */
const TOO_MANY = 429;

/** How a command fares. */
export type Sent =
  | { kind: 'idle' }
  | { kind: 'sending' }
  /** Nobody answered: the same is being sent again by itself, for the time that is told. */
  | { kind: 'again'; times: number }
  /** Nobody answered for so long that it is left to the person, whose next press sends the same again. */
  | { kind: 'unanswered' }
  | { kind: 'recorded'; position: number }
  | { kind: 'refused'; problem: Problem };

/** What a command needs of the browser. */
export interface CommandDeps extends AskingDeps {
  wait: (millis: number) => Promise<void>;
  /** Milliseconds of a clock that only goes forward. */
  now: () => number;
  random: () => number;
  key: () => string;
}

/** What was pressed. */
interface Press {
  readonly intent: string;
  readonly key: string;
  readonly body: string;
  readonly begun: number;
  /** It was sent, and nobody who knows has said whether it was carried out. */
  doubted: boolean;
  /** Its turn, as long as it is being sent or waits to be. */
  running?: Promise<Sent> | undefined;
}

/**
 * Commands sends what people want done, each of it once and in the order in which it was pressed: with one key from the press until
 * somebody who knows has answered. A server that does not answer, or says that it could not, knows nothing: the same is sent again, by
 * itself and then at the next press, unless something else was pressed meanwhile.
 */
export class Commands {
  readonly #deps: CommandDeps;
  readonly #asking: Asking;
  readonly #report: (sent: Sent) => void;
  /** The newest press, until it is answered. */
  #newest: Press | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(report: (sent: Sent) => void, deps: CommandDeps) {
    this.#report = report;
    this.#deps = deps;
    this.#asking = new Asking(deps);
  }

  /**
   * Sends a command when those before it have been answered or given up, and tells how it fared at last: never `sending` or `again`.
   * The same press again, while nobody has answered, is the same command as it was then; `time` in its body, the moment of the press,
   * makes no difference to that.
   */
  send(address: string, body: object): Promise<Sent> {
    const intent = `${address}\n${JSON.stringify({ ...body, time: undefined })}`;
    let press = this.#newest;
    if (press?.intent !== intent || this.#deps.now() - press.begun > SAME_MILLIS) {
      press = {
        intent,
        key: this.#deps.key(),
        body: JSON.stringify(body),
        begun: this.#deps.now(),
        doubted: false,
      };
      this.#newest = press;
    }
    press.running ??= this.#inTurn(address, press);
    return press.running;
  }

  #inTurn(address: string, press: Press): Promise<Sent> {
    const running = this.#turn
      .then(() => this.#untilAnswered(address, press))
      .finally(() => (press.running = undefined));
    this.#turn = running.catch(() => undefined);
    return running;
  }

  async #untilAnswered(address: string, press: Press): Promise<Sent> {
    const begun = this.#deps.now();
    this.#report({ kind: 'sending' });
    for (let times = 1; ; times++) {
      const { sent, pause } = await this.#once(address, press);
      if (sent) {
        if (this.#newest === press) this.#newest = undefined;
        return this.#told(sent);
      }
      const wait = Math.max(pause, backoff(times, this.#deps.random));
      if (this.#deps.now() - begun + wait > PATIENCE_MILLIS) return this.#told({ kind: 'unanswered' });
      this.#report({ kind: 'again', times });
      await this.#deps.wait(wait);
    }
  }

  #told(sent: Sent): Sent {
    this.#report(sent);
    return sent;
  }

  /** One request: how it was answered, or after which pause it may be sent again. */
  async #once(address: string, press: Press): Promise<{ sent?: Sent; pause: number }> {
    const { key, body } = press;
    const asked = await this.#asking.ask(address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
      body,
      signal: AbortSignal.timeout(ANSWER_MILLIS),
    });
    if (asked.kind === 'come') {
      const { position = 0 } = asked.body as { position?: number };
      return { sent: { kind: 'recorded', position }, pause: 0 };
    }
    // A server with no room for a request has not looked what became of the one before.
    const unknown = asked.kind === 'lost' || asked.problem.status >= 500;
    press.doubted ||= unknown;
    if (asked.kind === 'lost') return { pause: 0 };
    if (unknown || (press.doubted && asked.problem.status === TOO_MANY)) return { pause: asked.pause };
    return { sent: { kind: 'refused', problem: asked.problem }, pause: 0 };
  }
}
