import { CloseBadMessage, DeadLinkMillis, type ClientMessage } from '../wire/wire.gen';
import { backoff } from './backoff';
import { parseMessage, type ServerMessage } from './messages';

/**
 * connecting: nothing heard yet. live: heard within DeadLinkMillis. lost: silence for longer.
 * refused: the gateway said not to come back.
 */
export type LinkState = 'connecting' | 'live' | 'lost' | 'refused';

/** What the link needs of a WebSocket. After close() no handler is called. */
export interface Socket {
  onMessage(hear: (data: unknown) => void): void;
  onClose(closed: (code: number) => void): void;
  send(data: string): void;
  close(): void;
}

export interface Timers {
  set(action: () => void, millis: number): unknown;
  clear(timer: unknown): void;
}

export interface LinkConfig {
  /** Begins a new connection. */
  open: () => Socket;
  timers: Timers;
  random: () => number;
  onMessage: (message: ServerMessage) => void;
  onState: (state: LinkState) => void;
}

/** How long a connection may take until its first message. */
const CONNECT_MILLIS = 5000;

/**
 * Link keeps one socket to the gateway open for as long as it runs. Its state follows from what
 * was heard alone: a connection that breaks and heals within DeadLinkMillis is never shown as
 * lost, and one that stays open in silence is.
 */
export class Link {
  #config: LinkConfig;
  #socket: Socket | undefined;
  #state: LinkState = 'connecting';
  #attempt = 0;
  #silence: unknown;
  #connecting: unknown;
  #retry: unknown;
  #running = false;

  constructor(config: LinkConfig) {
    this.#config = config;
  }

  get state(): LinkState {
    return this.#state;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#listenForSilence();
    this.#connect();
  }

  stop(): void {
    this.#running = false;
    this.#drop();
    for (const timer of [this.#silence, this.#retry]) this.#config.timers.clear(timer);
  }

  /** Reconnects now instead of at the end of a wait: the machine says that it is back on line. */
  nudge(): void {
    if (!this.#running || this.#socket || this.#state === 'refused') return;
    this.#config.timers.clear(this.#retry);
    this.#connect();
  }

  /** Sends if a socket is there; what is not sent is repeated by the subscriptions at the next hello. */
  send(message: ClientMessage): void {
    this.#socket?.send(JSON.stringify(message));
  }

  #connect(): void {
    const socket = this.#config.open();
    this.#socket = socket;
    socket.onMessage((data) => {
      this.#hear(data);
    });
    socket.onClose((code) => {
      this.#closed(code);
    });
    this.#connecting = this.#config.timers.set(() => {
      this.#reconnect();
    }, CONNECT_MILLIS);
  }

  #hear(data: unknown): void {
    const message = typeof data === 'string' ? parseMessage(data) : undefined;
    if (!message) return;
    this.#config.timers.clear(this.#connecting);
    this.#attempt = 0;
    this.#listenForSilence();
    this.#become('live');
    this.#config.onMessage(message);
  }

  #listenForSilence(): void {
    this.#config.timers.clear(this.#silence);
    this.#silence = this.#config.timers.set(() => {
      const wasLive = this.#state === 'live';
      this.#become('lost');
      if (wasLive && this.#socket) this.#reconnect();
    }, DeadLinkMillis);
  }

  #closed(code: number): void {
    if (code < CloseBadMessage) {
      this.#reconnect();
      return;
    }
    this.#drop();
    this.#config.timers.clear(this.#silence);
    this.#become('refused');
  }

  #reconnect(): void {
    this.#drop();
    const wait = backoff(this.#attempt++, this.#config.random);
    this.#config.timers.clear(this.#retry);
    this.#retry = this.#config.timers.set(() => {
      this.#connect();
    }, wait);
  }

  // A dead socket may take minutes to say that it is closed: it is let go without waiting.
  #drop(): void {
    this.#config.timers.clear(this.#connecting);
    const socket = this.#socket;
    if (!socket) return;
    this.#socket = undefined;
    socket.close();
  }

  #become(state: LinkState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#config.onState(state);
  }
}
