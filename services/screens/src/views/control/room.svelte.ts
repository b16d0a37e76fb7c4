import type { Sent } from '../../net/command';
import type { Presence } from '../../wire/wire.gen';
import { asking } from '../asking';
import { commands } from '../commands';

const POLL_MILLIS = 2000;
/** A gateway that has not answered for so long is lost. */
const LOST_MILLIS = 5000;

/** Room is what the control room knows of displays and playlists, asked anew every two seconds and after each command. */
export class Room {
  presence = $state.raw<Presence | undefined>(undefined);
  /** The gateway does not answer. */
  lost = $state(false);
  /** Ids of the displays that commands are for. */
  chosen = $state.raw<readonly string[]>([]);
  /** How the newest command fares. */
  sent = $state.raw<Sent>({ kind: 'idle' });

  readonly #commands = commands((sent) => (this.sent = sent));
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running = false;
  /** The newest question; what older ones bring is passed over. */
  #newest = 0;

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
  async post(path: string, body: object): Promise<Sent> {
    const sent = await this.#commands.send(path, body);
    if (sent.kind === 'recorded') void this.#poll();
    return sent;
  }

  async #poll(): Promise<void> {
    clearTimeout(this.#timer);
    const question = ++this.#newest;
    const asked = await asking.ask('/api/v1/presence', { signal: AbortSignal.timeout(LOST_MILLIS) });
    if (question !== this.#newest) return;
    this.lost = asked.kind !== 'come';
    if (asked.kind === 'come') this.#take(asked.body as Presence);
    if (this.#running) this.#timer = setTimeout(() => void this.#poll(), POLL_MILLIS);
  }

  #take(presence: Presence): void {
    this.presence = presence;
    const still = this.chosen.filter((id) => presence.displays.some(({ show }) => show.display === id));
    if (still.length < this.chosen.length) this.chosen = still;
  }
}
