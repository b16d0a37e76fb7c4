import type { Session } from '../store/session';
import type { Show } from '../wire/wire.gen';
import { asking } from './asking';
import { randomId } from './commands';

const KEY = 'langbiang.display';
/** How often a display that shows a code makes sure that the code still stands. */
const REFRESH_MILLIS = 30_000;
const RETRY_MILLIS = 3000;

/** What the displays service offers a display that is to be paired. */
export interface Offer {
  readonly code: string;
  readonly display: string;
  readonly token: string;
  readonly expires: string;
  readonly now: string;
}

interface Identity {
  readonly display: string;
  readonly token: string;
  /** It was paired once: only the service's own word makes it forget its token. */
  readonly paired: boolean;
}

/**
 * DisplaySelf keeps who this display is: its token, kept in the browser, or a code until somebody has typed it. Pairing and
 * unpairing reach it through the socket, at once.
 */
export class DisplaySelf {
  offer = $state.raw<Offer | undefined>(undefined);
  /** The service could not be asked for a code. */
  failed = $state(false);

  #session: Session;
  #identity = load();
  readonly #page = randomId();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #heard: Show | undefined;
  #asking = false;
  #stopped = false;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Runs until the function returned is called. */
  start(): () => void {
    const stopListening = this.#session.listen((state) => {
      if (state.show !== this.#heard) this.#hear(state.show);
    });
    if (this.#identity) this.#introduce(this.#identity);
    if (!this.#identity?.paired) void this.#ask();
    return () => {
      this.#stopped = true;
      clearTimeout(this.#timer);
      stopListening();
      this.#session.introduce(undefined);
    };
  }

  #hear(show: Show | undefined): void {
    this.#heard = show;
    if (!show || !this.#identity) return;
    if (show.paired) {
      clearTimeout(this.#timer);
      this.offer = undefined;
      this.failed = false;
      if (!this.#identity.paired) this.#keep({ ...this.#identity, paired: true });
    } else if (this.#identity.paired) void this.#confirm();
  }

  // A gateway that has not read so far yet does not know of the pairing: the service, which has the log, decides.
  async #confirm(): Promise<void> {
    const identity = this.#identity;
    if (!identity) return;
    const bearer = `Bearer ${identity.display}.${identity.token}`;
    const asked = await asking.ask('/api/v1/displays/me', { headers: { Authorization: bearer } });
    if (this.#stopped || this.#heard?.paired || this.#identity !== identity) return;
    if (asked.kind !== 'refused' || asked.problem.status !== 401) {
      this.#later(RETRY_MILLIS, () => this.#confirm());
      return;
    }
    this.#keep(undefined);
    this.#session.introduce(undefined);
    await this.#ask();
  }

  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    const asked = await asking.ask('/api/v1/displays/codes', {
      method: 'POST',
      body: JSON.stringify({ token: this.#identity?.token ?? '' }),
    });
    if (asked.kind === 'come') this.#take(asked.body as Offer);
    this.failed = asked.kind !== 'come';
    this.#asking = false;
    if (!this.#identity?.paired) this.#later(this.failed ? RETRY_MILLIS : REFRESH_MILLIS, () => this.#ask());
  }

  #take(offer: Offer): void {
    if (this.#stopped || this.#identity?.paired) return;
    this.offer = offer;
    if (offer.token === this.#identity?.token) return;
    this.#keep({ display: offer.display, token: offer.token, paired: false });
    if (this.#identity) this.#introduce(this.#identity);
  }

  #later(millis: number, action: () => Promise<void>): void {
    clearTimeout(this.#timer);
    if (!this.#stopped) this.#timer = setTimeout(() => void action(), millis);
  }

  #introduce(identity: Identity): void {
    this.#session.introduce({
      display: identity.display,
      token: identity.token,
      width: Math.round(screen.width * devicePixelRatio),
      height: Math.round(screen.height * devicePixelRatio),
      page: this.#page,
    });
  }

  #keep(identity: Identity | undefined): void {
    this.#identity = identity;
    try {
      if (identity) localStorage.setItem(KEY, JSON.stringify(identity));
      else localStorage.removeItem(KEY);
    } catch {
      // A browser that keeps nothing: the display is paired as long as its page stands.
    }
  }
}

function load(): Identity | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Identity | null;
    return kept?.display && kept.token ? kept : undefined;
  } catch {
    return undefined;
  }
}
