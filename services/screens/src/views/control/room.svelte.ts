import type { Presence } from '../../wire/wire.gen';

const POLL_MILLIS = 2000;

/** What became of something that was asked for. */
export type Outcome = { ok: true } | { ok: false; status: number; reason: string };

/** Room is what the control room knows of displays and playlists, asked anew every two seconds and after each command. */
export class Room {
  presence = $state.raw<Presence | undefined>(undefined);
  /** The gateway does not answer. */
  lost = $state(false);
  /** Ids of the displays that commands are for. */
  chosen = $state.raw<readonly string[]>([]);

  #timer: ReturnType<typeof setTimeout> | undefined;
  #running = false;

  /** Runs until the function returned is called. */
  start(): () => void {
    this.#running = true;
    void this.#poll();
    return () => {
      this.#running = false;
      clearTimeout(this.#timer);
    };
  }

  choose(ids: readonly string[]): void {
    this.chosen = ids;
  }

  toggle(id: string): void {
    const without = this.chosen.filter((one) => one !== id);
    this.chosen = without.length < this.chosen.length ? without : [...without, id];
  }

  /** Posts a command; afterwards what it changed is asked for at once. */
  async post(path: string, body: object): Promise<Outcome> {
    try {
      const response = await fetch(path, { method: 'POST', body: JSON.stringify(body) });
      if (response.ok) {
        void this.#poll();
        return { ok: true };
      }
      return { ok: false, status: response.status, reason: reasonOf(await response.text()) };
    } catch {
      return { ok: false, status: 0, reason: '' };
    }
  }

  async #poll(): Promise<void> {
    clearTimeout(this.#timer);
    try {
      const response = await fetch('/api/v1/presence');
      this.lost = !response.ok;
      if (response.ok) this.#take((await response.json()) as Presence);
    } catch {
      this.lost = true;
    }
    clearTimeout(this.#timer);
    if (this.#running) this.#timer = setTimeout(() => void this.#poll(), POLL_MILLIS);
  }

  #take(presence: Presence): void {
    this.presence = presence;
    const still = this.chosen.filter((id) => presence.displays.some(({ show }) => show.display === id));
    if (still.length < this.chosen.length) this.chosen = still;
  }
}

function reasonOf(body: string): string {
  try {
    return (JSON.parse(body) as { error?: { message?: string } }).error?.message ?? body;
  } catch {
    return body;
  }
}
