import type { Sent } from '../../net/command';
import type { DisplayPresence, Presence } from '../../wire/wire.gen';
import { obeys } from '../../store/control';
import { asking } from '../asking';
import { commands } from '../commands';
import { Role } from '../desk/desk.svelte';

const POLL_MILLIS = 2000;
/** So often it asks while a command is on its way to walls, and for so long. */
const WATCH_MILLIS = 200;
const PATIENCE_MILLIS = 5000;
/** A display that paints and has not followed a command for so long is told. */
export const SLOW_SECONDS = PATIENCE_MILLIS / 1000;
/** A gateway that has not answered for so long is lost. */
const LOST_MILLIS = 5000;

/** The place of the commands to chosen displays. */
export const COMMANDS = 'commands';

/** What has become of a command on the displays that it was for, by what they painted. */
export interface Effect {
  readonly of: number;
  /** The displays that have not painted it yet. */
  readonly missing: readonly DisplayPresence[];
  /** After how long the last that has painted it did. */
  readonly millis: number;
  /** Whether all have, or it has taken too long. */
  readonly isOver: boolean;
}

interface Awaited {
  readonly displays: readonly string[];
  /** When it was sent: the gateway's clock, and this page's. */
  readonly sent: number;
  readonly begun: number;
}

/** Room is what the control room knows of displays and playlists, asked anew every two seconds and after each command. */
export class Room {
  presence = $state.raw<Presence | undefined>(undefined);
  /** The gateway does not answer. */
  lost = $state(false);
  /** Ids of the displays that commands are for. */
  chosen = $state.raw<readonly string[]>([]);
  /** What has become of the newest command on the walls. */
  effect = $state.raw<Effect | undefined>(undefined);
  /** How the newest command fares, and where on the page it was given. */
  sent = $state.raw<Sent>({ kind: 'idle' });
  place = $state('');

  /** Whose commands they are. */
  readonly role = new Role();

  readonly #commands = commands((sent) => (this.sent = sent));
  readonly #timeZone: string;
  #heard = 0;
  #awaited: Awaited | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running = false;
  /** The newest question; what older ones bring is passed over. */
  #newest = 0;

  constructor(timeZone: string) {
    this.#timeZone = timeZone;
  }

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

  /** Posts a command that was given at a place of the page; afterwards what it changed is asked for at once. */
  async post(place: string, path: string, body: object): Promise<Sent> {
    this.place = place;
    const sent = await this.#commands.send(path, { ...body, by: this.role.name.trim() });
    if (sent.kind !== 'unanswered') void this.#poll();
    return sent;
  }

  /** Posts a command to displays, and then watches what they paint. */
  async command(displays: readonly string[], command: string, more: object = {}): Promise<Sent> {
    this.#awaited = this.effect = undefined;
    const begun = performance.now();
    const sent = (this.presence?.time ?? 0) + begun - this.#heard;
    const answer = await this.post(COMMANDS, '/api/v1/displays/commands', { displays, command, ...more });
    if (answer.kind === 'recorded' && command !== 'unpair') this.#awaited = { displays, sent, begun };
    return answer;
  }

  async #poll(): Promise<void> {
    clearTimeout(this.#timer);
    const question = ++this.#newest;
    const asked = await asking.ask('/api/v1/presence', { signal: AbortSignal.timeout(LOST_MILLIS) });
    if (question !== this.#newest) return;
    this.lost = asked.kind !== 'come';
    if (asked.kind === 'come') this.#take(asked.body as Presence);
    const pause = this.#awaited ? WATCH_MILLIS : POLL_MILLIS;
    if (this.#running) this.#timer = setTimeout(() => void this.#poll(), pause);
  }

  #take(presence: Presence): void {
    this.presence = presence;
    this.#heard = performance.now();
    if (this.#awaited) this.#watch(presence, this.#awaited);
    const still = this.chosen.filter((id) => presence.displays.some(({ show }) => show.display === id));
    if (still.length < this.chosen.length) this.chosen = still;
  }

  #watch({ displays }: Presence, { displays: ids, sent, begun }: Awaited): void {
    const told = displays.filter(({ show }) => ids.includes(show.display));
    const done = told.filter((display) => display.painted >= sent && obeys(display, this.#timeZone));
    const missing = told.filter((display) => !done.includes(display));
    // Of who does not paint nothing is waited for.
    const isOver = !missing.some(({ painting }) => painting) || performance.now() - begun > PATIENCE_MILLIS;
    const millis = Math.max(0, ...done.map(({ painted }) => painted - sent));
    this.effect = { of: told.length, missing, millis, isOver };
    if (isOver) this.#awaited = undefined;
  }
}
