import { Link, type LinkState, type Socket, type Timers } from '../net/link';
import type { ServerMessage } from '../net/messages';
import { TypeAt, TypeHello, TypeSubscribe, TypeUnsubscribe, type Show } from '../wire/wire.gen';
import { behind, confirm, nothing, reduce, type Effect, type Frames } from './frames';

export interface SessionConfig {
  open: () => Socket;
  timers: Timers;
  random: () => number;
  now: () => number;
  /** Called when the gateway runs another version of the program than this page. */
  reload: () => void;
}

export interface SessionState {
  readonly link: LinkState;
  /** When the link was last heard of, on this screen's clock; 0 before that. */
  readonly heard: number;
  readonly frames: Frames;
  /** What this page, introduced as a display, was told last; kept while the link is lost. */
  readonly show?: Show | undefined;
}

/** Who a page on a wall is. */
export interface Introduction {
  readonly display: string;
  readonly token: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Tells this page from another one with the same token. */
  readonly page: string;
}

/** What a page on a wall has painted. */
export interface Painted {
  readonly position: number;
  /** The address shown; "" for none. */
  readonly showing: string;
  /** The item of its playlist, from 1 on; 0 for none. */
  readonly item: number;
  /** It stays on that item; it is dark; a message covers it. */
  readonly held: boolean;
  readonly blank: boolean;
  readonly covered: boolean;
}

/** Frames kept for views that nobody watches, so that going back is a delta and not a snapshot. */
const KEPT_VIEWS = 24;
/** The first heartbeat after a subscription may have crossed it on the way; from this one on they speak for it. */
const SETTLED_BEATS = 2;

/**
 * Session holds the frames of the watched views, current while the link lives. Every change
 * is told to the listeners with a new, immutable state.
 */
export class Session {
  #config: SessionConfig;
  #link: Link;
  #state: SessionState = { link: 'connecting', heard: 0, frames: nothing };
  #watched = new Map<string, number>();
  /** Watched view → heartbeats since it was subscribed to. */
  #beats = new Map<string, number>();
  #anew = new Set<string>(); // asked for a snapshot, which has not come yet
  #greeted = false;
  #me: Introduction | undefined;
  #listeners = new Set<(state: SessionState) => void>();

  constructor(config: SessionConfig) {
    this.#config = config;
    this.#link = new Link({
      open: () => {
        this.#greeted = false;
        return config.open();
      },
      timers: config.timers,
      random: config.random,
      onMessage: (message) => {
        this.#receive(message);
      },
      onState: (link) => {
        this.#publish({ ...this.#state, link });
      },
    });
  }

  get state(): SessionState {
    return this.#state;
  }

  start(): void {
    this.#link.start();
  }

  stop(): void {
    this.#link.stop();
  }

  nudge(): void {
    this.#link.nudge();
  }

  listen(listener: (state: SessionState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Keeps a view's frame current until the function returned is called. */
  watch(view: string): () => void {
    const watchers = this.#watched.get(view) ?? 0;
    this.#watched.set(view, watchers + 1);
    if (watchers === 0 && this.#greeted) this.#subscribe(view);
    let watching = true;
    return () => {
      if (!watching) return;
      watching = false;
      this.#unwatch(view);
    };
  }

  /** Says which display this page is, now and whenever the link heals; undefined: none. */
  introduce(me: Introduction | undefined): void {
    this.#me = me;
    this.#publish({ ...this.#state, show: undefined });
    if (this.#greeted) this.#sayHello();
  }

  /** Says what this page, introduced as a display, has just painted. Nothing else is said of it: silence means that it does not paint. */
  painted(painted: Painted): void {
    if (this.#me && this.#greeted) this.#link.send({ type: TypeAt, ...painted });
  }

  #sayHello(): void {
    if (!this.#me) return;
    this.#link.send({ type: TypeHello, ...this.#me, version: this.#state.frames.version });
  }

  #unwatch(view: string): void {
    const watchers = (this.#watched.get(view) ?? 1) - 1;
    if (watchers > 0) {
      this.#watched.set(view, watchers);
      return;
    }
    this.#watched.delete(view);
    this.#anew.delete(view);
    this.#beats.delete(view);
    if (this.#greeted) this.#link.send({ type: TypeUnsubscribe, view });
  }

  #receive(message: ServerMessage): void {
    if (message.type === 'delta' && this.#anew.has(message.view)) return;
    if (message.type === 'snapshot') this.#anew.delete(message.view);
    const isStray =
      (message.type === 'snapshot' || message.type === 'delta') && !this.#watched.has(message.view);
    if (isStray) return;
    const now = this.#config.now();
    if (message.type === 'show') {
      if (message.display === this.#me?.display) this.#publish({ ...this.#state, heard: now, show: message });
      return;
    }
    const { frames, effect } = reduce(this.#state.frames, message, now);
    const cut = message.type === 'heartbeat' ? this.#confirm(frames, message.position) : frames;
    this.#publish({ ...this.#state, heard: now, frames: this.#forget(cut) });
    if (effect) this.#carryOut(effect);
  }

  #carryOut(effect: Effect): void {
    switch (effect.kind) {
      case 'reload':
        this.#config.reload();
        return;
      case 'subscribeAll':
        this.#greeted = true;
        this.#anew.clear();
        this.#sayHello();
        for (const view of this.#watched.keys()) this.#subscribe(view);
        return;
      case 'subscribeAnew':
        this.#anew.add(effect.view);
        this.#beats.set(effect.view, 0);
        this.#link.send({ type: TypeSubscribe, view: effect.view });
    }
  }

  #confirm(frames: Frames, position: number): Frames {
    const settled: string[] = [];
    for (const view of this.#watched.keys()) {
      const beats = (this.#beats.get(view) ?? 0) + 1;
      this.#beats.set(view, beats);
      if (beats >= SETTLED_BEATS && !this.#anew.has(view)) settled.push(view);
    }
    return confirm(frames, settled, position);
  }

  #subscribe(view: string): void {
    this.#beats.set(view, 0);
    const held = this.#state.frames.views[view];
    if (held) {
      this.#publish({ ...this.#state, frames: behind(this.#state.frames, view) });
      this.#link.send({ type: TypeSubscribe, view, since: held.position });
    } else this.#link.send({ type: TypeSubscribe, view });
  }

  #forget(frames: Frames): Frames {
    const unwatched = Object.keys(frames.views).filter((view) => !this.#watched.has(view));
    if (unwatched.length <= KEPT_VIEWS) return frames;
    const dropped = new Set(unwatched.slice(0, unwatched.length - KEPT_VIEWS));
    const kept = Object.entries(frames.views).filter(([view]) => !dropped.has(view));
    return { ...frames, views: Object.fromEntries(kept) };
  }

  #publish(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }
}
