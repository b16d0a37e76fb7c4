import { backoff } from './backoff';

/** How long one request may take, and for how long a command is sent again by itself. */
const ANSWER_MILLIS = 10_000;
const PATIENCE_MILLIS = 30_000;
/** Commands whose answer nobody knows that are kept for the next press. */
const MAX_KEPT = 64;

/** How a command fares. */
export type Sent =
  | { kind: 'idle' }
  | { kind: 'sending' }
  /** Nobody answered: the same is being sent again by itself, for the time that is told. */
  | { kind: 'again'; times: number }
  /** Nobody answered for so long that it is left to the person, whose next press sends the same again. */
  | { kind: 'unanswered' }
  | { kind: 'recorded'; position: number }
  | { kind: 'refused'; status: number; code: string; field: string; why: string };

/** What a command needs of the browser. */
export interface CommandDeps {
  fetch: (address: string, init: RequestInit) => Promise<Response>;
  wait: (millis: number) => Promise<void>;
  /** Milliseconds of a clock that only goes forward. */
  now: () => number;
  random: () => number;
  key: () => string;
}

interface Kept {
  readonly key: string;
  readonly body: string;
  running?: Promise<Sent>;
}

interface Answer {
  position?: number;
  error?: { code?: string; message?: string; field?: string };
}

/**
 * Commands sends what people want done, each of it once: with one key from the press until somebody who knows has answered. A server that does
 * not answer, or says that it could not, knows nothing: the same is sent again, by itself and then at the next press.
 */
export class Commands {
  readonly #kept = new Map<string, Kept>();
  readonly #deps: CommandDeps;
  readonly #report: (sent: Sent) => void;

  constructor(report: (sent: Sent) => void, deps: CommandDeps) {
    this.#report = report;
    this.#deps = deps;
  }

  /**
   * Sends a command, and tells how it fared at last: never `sending` or `again`. The same one that nobody has answered yet is sent as it
   * was then; `time` in its body, the moment of the press, makes no difference to that.
   */
  send(address: string, body: object): Promise<Sent> {
    const intent = `${address}\n${JSON.stringify({ ...body, time: undefined })}`;
    let kept = this.#kept.get(intent);
    if (!kept) {
      kept = { key: this.#deps.key(), body: JSON.stringify(body) };
      this.#keep(intent, kept);
    }
    kept.running ??= this.#untilAnswered(address, intent, kept).finally(() => delete kept.running);
    return kept.running;
  }

  #keep(intent: string, kept: Kept): void {
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= MAX_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(intent, kept);
  }

  async #untilAnswered(address: string, intent: string, kept: Kept): Promise<Sent> {
    const begun = this.#deps.now();
    this.#report({ kind: 'sending' });
    for (let times = 1; ; times++) {
      const { sent, pause } = await this.#once(address, kept);
      if (sent) {
        this.#kept.delete(intent);
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
  async #once(address: string, { key, body }: Kept): Promise<{ sent?: Sent; pause: number }> {
    let response: Response;
    let answer: Answer;
    try {
      response = await this.#deps.fetch(address, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
        body,
        signal: AbortSignal.timeout(ANSWER_MILLIS),
      });
      if (response.status >= 500) return { pause: pauseOf(response) };
      answer = (await response.json()) as Answer;
    } catch {
      return { pause: 0 };
    }
    if (response.ok) return { sent: { kind: 'recorded', position: answer.position ?? 0 }, pause: 0 };
    const { code = '', field = '', message: why = '' } = answer.error ?? {};
    return { sent: { kind: 'refused', status: response.status, code, field, why }, pause: 0 };
  }
}

/** How long the server asks to wait, in milliseconds. */
function pauseOf(response: Response): number {
  const seconds = Number(response.headers.get('Retry-After'));
  return Number.isFinite(seconds) ? seconds * 1000 : 0;
}
