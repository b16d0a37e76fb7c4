import { getContext, setContext } from 'svelte';
import { speech, type Language } from '../i18n/i18n';
import { pageClock } from '../net/clock';
import { Session, type SessionState } from '../store/session';
import { askedReading, codePixels, sightOf, type Layout, type Reading } from '../store/optics';
import { shapeOf, UNITS, type Shape } from '../store/shape';
import { index, type Province } from '../store/topology';
import type { Topology } from '../wire/wire.gen';
import { asking } from './asking';

const KEY = Symbol('live');
const LANGUAGE_KEY = 'langbiang.language';
/** When figures were seen live last, by this machine's clock, Unix milliseconds: public/offline.js tells it. */
const SEEN_KEY = 'langbiang.seen';
/** How often that is kept: a wall is on for months, and its disk is written to. */
const SEEN_MILLIS = 30_000;
const RETRY_MILLIS = 2000;
/** A change is drawn at once, and then no other for so long: eyes cannot read more, and a busy wall stays calm. */
const DRAW_MILLIS = 250;

/**
 * Live is what every component shares: the session's state, the province, the language and the
 * clock. It is the only place where the framework-free session meets the framework.
 */
export class Live {
  readonly session: Session;
  state: SessionState;
  province = $state.raw<Province | undefined>(undefined);
  language = $state<Language>(initialLanguage());
  /** The gateway's clock, Unix milliseconds, moving once a second. */
  now = $state(pageClock());
  /** How the window is laid out: by its form, and by how far away it is read. */
  shape = $state<Shape>('wide');
  layout = $state<Layout>('near');
  /** How wide a code is to be that is scanned from where this is read, in pixels; undefined where nobody has said from where. */
  code = $state<number | undefined>(undefined);
  /** Pixels of one rem: what charts, which know only pixels, scale by. */
  rem = $state(rootPixels());
  readonly speech = $derived(
    speech(this.language, this.province?.topology.timezone ?? 'UTC', this.province?.phrases),
  );

  readonly #asked = askedReading(location.search);
  #reading = this.#asked;
  #drawing = false;
  #drawn = 0;
  #seen = 0;

  /** When the gateway was heard last, by its own clock, Unix milliseconds; 0 for never. */
  get heard(): number {
    const { heard, frames } = this.state;
    return heard > 0 ? heard + frames.clockAhead : 0;
  }

  constructor(session: Session) {
    this.session = session;
    this.state = $state.raw(session.state);
    this.#look();
  }

  /** How this page is read from now on; what its address asks for stands. Undefined: as a desk is. */
  readAs(reading: Reading | undefined): void {
    this.#reading = this.#asked ?? reading;
    this.#look();
  }

  /** Runs until the function returned is called. */
  start(): () => void {
    const stopListening = this.session.listen((state) => {
      this.#show(state);
    });
    this.session.start();
    const clock = setInterval(() => {
      this.now = pageClock() + this.state.frames.clockAhead;
      this.#noteSeen();
    }, 1000);
    const nudge = (): void => {
      this.session.nudge();
    };
    const resize = (): void => {
      this.#look();
    };
    const seen = (): void => {
      if (!document.hidden) this.state = this.session.state;
    };
    document.addEventListener('visibilitychange', seen);
    window.addEventListener('online', nudge);
    window.addEventListener('resize', resize);
    void this.#loadProvince();
    return () => {
      stopListening();
      this.session.stop();
      clearInterval(clock);
      document.removeEventListener('visibilitychange', seen);
      window.removeEventListener('online', nudge);
      window.removeEventListener('resize', resize);
    };
  }

  // The style sheets read shape, layout and sizes from the document.
  #look(): void {
    const [width, height] = [window.innerWidth, window.innerHeight];
    const shape = shapeOf(width, height, matchMedia('(pointer: coarse)').matches);
    const { layout, scale, read } = sightOf(this.#reading, shape, width, height);
    const { dataset, style } = document.documentElement;
    dataset['shape'] = shape;
    dataset['layout'] = layout;
    style.setProperty('--wide', String(UNITS[shape].width / scale));
    style.setProperty('--high', String(UNITS[shape].height / scale));
    // A page for a desk has letters of its own: what is read from afar does not go by them.
    const unit = layout === 'near' ? '1rem' : 'min(100vw / var(--wide), 100vh / var(--high))';
    style.setProperty('--read', `calc(${String(read)} * ${unit})`);
    this.shape = shape;
    this.layout = layout;
    this.code = this.#reading && codePixels(this.#reading, width, height);
    this.rem = rootPixels();
  }

  #noteSeen(): void {
    const now = Date.now();
    if (this.state.link !== 'live' || document.hidden || Math.abs(now - this.#seen) < SEEN_MILLIS) return;
    this.#seen = now;
    keep(SEEN_KEY, String(now));
  }

  speak(language: Language): void {
    this.language = language;
    document.documentElement.lang = language;
    keep(LANGUAGE_KEY, language);
  }

  // Many deltas between two pictures are drawn as one.
  #show(state: SessionState): void {
    if (state.link !== this.state.link || hasOthers(state, this.state)) {
      this.state = state;
      return;
    }
    if (document.hidden) return; // nobody looks, and no frame is drawn: what has come is shown when somebody does
    if (this.#drawing) return;
    this.#drawing = true;
    setTimeout(
      () => {
        requestAnimationFrame(() => {
          this.#drawing = false;
          this.#drawn = performance.now();
          this.state = this.session.state;
        });
      },
      Math.max(0, this.#drawn + DRAW_MILLIS - performance.now()),
    );
  }

  async #loadProvince(): Promise<void> {
    for (;;) {
      const asked = await asking.ask('/api/v1/topology');
      if (asked.kind === 'come') {
        this.province = index(asked.body as Topology);
        return;
      }
      // The gateway is not up yet; the page says so until it is.
      await new Promise((resolve) => setTimeout(resolve, RETRY_MILLIS));
    }
  }
}

// Whether the views that are held are others: a board whose first frame has come is drawn at once.
function hasOthers(state: SessionState, shown: SessionState): boolean {
  return Object.keys(state.frames.views).length !== Object.keys(shown.frames.views).length;
}

export function provideLive(live: Live): void {
  setContext(KEY, live);
}

export function useLive(): Live {
  return getContext<Live>(KEY);
}

// A browser that keeps nothing goes without: a language then lasts as long as the page.
function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // It may be full, or switched off.
  }
}

function initialLanguage(): Language {
  const asked = new URLSearchParams(location.search).get('lang') ?? storedLanguage();
  return asked === 'en' ? 'en' : 'vi';
}

function storedLanguage(): string | null {
  try {
    return localStorage.getItem(LANGUAGE_KEY);
  } catch {
    return null;
  }
}

function rootPixels(): number {
  return parseFloat(getComputedStyle(document.documentElement).fontSize);
}
