import { deskSpeech, deskWord, type Say } from '../../i18n/desk';
import { useLive } from '../live.svelte';

/** The desk's texts in the language that is spoken now. */
export function useSay(): { readonly say: Say; word: (group: string, value: string) => string } {
  const live = useLive();
  const say = $derived(deskSpeech(live.language));
  return {
    get say() {
      return say;
    },
    word: (group, value) => deskWord(live.language, group, value),
  };
}

/** The context's key of whether tables show all their rows: where nobody can ask for the others. */
export const WHOLE_TABLES = Symbol('whole tables');

const ROLE_KEY = 'langbiang.role';

/** The role that commands are given in; the browser remembers it. */
export class Role {
  #name = $state(stored());
  /** How often a command was given without one: the field asks for it. */
  asked = $state(0);

  get name(): string {
    return this.#name;
  }

  /** Whether there is one to sign a command with; where there is none the field asks for it. */
  isGiven(): boolean {
    if (this.#name.trim() !== '') return true;
    this.asked++;
    return false;
  }

  set name(name: string) {
    this.#name = name;
    try {
      localStorage.setItem(ROLE_KEY, name);
    } catch {
      // A browser that keeps nothing: the role then lasts as long as the page.
    }
  }
}

function stored(): string {
  try {
    return localStorage.getItem(ROLE_KEY) ?? '';
  } catch {
    return '';
  }
}

/** How a command fares. */
export type Sent =
  | { kind: 'idle' }
  | { kind: 'sending' }
  | { kind: 'recorded'; position: number }
  | { kind: 'refused'; why: string };

/** A command that is sent once however often the button is pressed: one key until it was answered. */
export class Command {
  state = $state.raw<Sent>({ kind: 'idle' });
  #key = '';

  /** Sends it and tells whether it was recorded. */
  async send(address: string, body: Record<string, unknown>): Promise<boolean> {
    if (this.state.kind === 'sending') return false;
    this.state = { kind: 'sending' };
    this.#key ||= key();
    try {
      const response = await fetch(address, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': this.#key },
        body: JSON.stringify(body),
      });
      const answer = (await response.json()) as {
        position?: number;
        error?: { message?: string; field?: string };
      };
      this.#key = '';
      this.state = response.ok
        ? { kind: 'recorded', position: answer.position ?? 0 }
        : {
            kind: 'refused',
            why: [answer.error?.field, answer.error?.message].filter(Boolean).join(': '),
          };
    } catch {
      this.state = { kind: 'refused', why: '' }; // the key stays: what was lost on the way is a resend
    }
    return this.state.kind === 'recorded';
  }

  forget(): void {
    this.state = { kind: 'idle' };
    this.#key = '';
  }
}

function key(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('');
}
