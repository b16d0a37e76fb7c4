/** Why a request was not served (RFC 9457), in the language that was asked for; empty texts where who answered speaks another form. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  /** The first field to blame, "" for none. */
  readonly field: string;
  /** The last day that the log has opened, where a later one was asked for. */
  readonly reached: string;
}

/** What nobody answered. */
export const noAnswer: Problem = { status: 0, code: '', title: '', detail: '', field: '', reached: '' };

/** Statuses below 500 that pass by themselves: asked too early, too slowly, too often. */
const PASSING = [0, 408, 425, 429];

/** Whether asking the same again can have another answer: nobody answered, or who did could not do it now. */
export function mayTryAgain({ status }: Problem): boolean {
  return status >= 500 || PASSING.includes(status);
}

/** How a request was answered; `pause` is how many milliseconds the server asks to wait. */
export type Asked =
  | { kind: 'come'; body: unknown }
  | { kind: 'refused'; problem: Problem; pause: number }
  /** Nobody answered, or somebody between who speaks another language. */
  | { kind: 'lost' };

/** What asking needs of the browser. */
export interface AskingDeps {
  fetch: (address: string, init: RequestInit) => Promise<Response>;
  /** That the page speaks now: what is refused is told in it. */
  language: () => string;
}

/** How long an answer may take: more than three times what a service gives a question to ClickHouse. */
const ANSWER_MILLIS = 35_000;

/**
 * Asking is the one way to the services: each request says which language is spoken, each refusal is read alike, and what is not answered
 * in time is lost.
 */
export class Asking {
  readonly #deps: AskingDeps;
  readonly #patience: number;

  constructor(deps: AskingDeps, patience = ANSWER_MILLIS) {
    this.#deps = deps;
    this.#patience = patience;
  }

  /** Asks once. It never throws; the body is JSON, or a Blob. */
  async ask(address: string, init: RequestInit = {}, as: 'json' | 'blob' = 'json'): Promise<Asked> {
    const headers = new Headers(init.headers);
    headers.set('Accept-Language', this.#deps.language());
    const late = AbortSignal.timeout(this.#patience);
    const signal = init.signal ? AbortSignal.any([late, init.signal]) : late;
    try {
      const response = await this.#deps.fetch(address, { ...init, headers, signal });
      if (response.ok) return { kind: 'come', body: (await response[as]()) as unknown };
      const body: unknown = await response.json().catch(() => undefined);
      return { kind: 'refused', problem: problemOf(response.status, body), pause: pauseOf(response) };
    } catch {
      return { kind: 'lost' };
    }
  }
}

/** The problem that a body tells; an answer with this status that is none has no words. */
export function problemOf(status: number, body: unknown): Problem {
  const told = membersOf(body);
  const errors = told['errors'];
  const first = membersOf(Array.isArray(errors) ? errors[0] : undefined);
  return {
    status,
    code: text(told['code']),
    title: text(told['title']),
    detail: text(told['detail']),
    field: text(first['field']),
    reached: text(told['reached']),
  };
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** How long the server asks to wait, in milliseconds. */
function pauseOf(response: Response): number {
  const seconds = Number(response.headers.get('Retry-After'));
  return Number.isFinite(seconds) ? seconds * 1000 : 0;
}
