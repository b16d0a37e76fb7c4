import type { Attachment } from 'svelte/attachments';
import type { Sent } from '../../net/command';
import { deskSpeech, deskWord, type Say } from '../../i18n/desk';
import { commands } from '../commands';
import type { Speech } from '../../i18n/i18n';
import type { Held } from '../../store/frames';
import type { Desk, Query } from '../../store/route';
import type { Province } from '../../store/topology';
import type { Frame } from '../../wire/wire.gen';
import { useLive, type Live } from '../live.svelte';
import type { Router } from '../router.svelte';

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

/** What every page at a desk is given. */
export interface PageProps {
  readonly province: Province;
  readonly query: Query;
  readonly router: Router;
}

/** What pages at a desk have in common; each member is read as it is now. */
export interface Page {
  readonly live: Live;
  readonly s: Speech;
  readonly say: Say;
  word: (group: string, value: string) => string;
  /** The view of the whole province: what is held of it, its frame, and the log's day, "" before there is one. */
  readonly root: string;
  readonly held: Held | undefined;
  readonly frame: Frame | undefined;
  readonly day: string;
}

/** Begins a page at a desk: `const page = usePage(() => province)`, then `const { s, say } = $derived(page)`. */
export function usePage(province: () => Province): Page {
  const live = useLive();
  const words = useSay();
  const root = $derived(province().topology.views[0]?.id ?? '');
  const held = $derived(live.state.frames.views[root]);
  return {
    live,
    word: words.word,
    get s() {
      return live.speech;
    },
    get say() {
      return words.say;
    },
    get root() {
      return root;
    },
    get held() {
      return held;
    },
    get frame() {
      return held?.frame;
    },
    get day() {
      return held?.frame.day ?? '';
    },
  };
}

/** Goes to the place that an address names: the browser looked for it before the page was drawn in its letters. */
export function toPlace(): void {
  void document.fonts.ready.then(() => {
    if (location.hash) location.replace(location.hash);
  });
}

/** Shows what somebody has asked for and does not see: a page that was long scrolled opens it where they look. */
export const intoView: Attachment<HTMLElement> = (element) => {
  const { top } = element.getBoundingClientRect();
  if (top < 0 || top > innerHeight / 2) element.scrollIntoView({ block: 'start' });
};

/** The context's key of what the page that is open was asked for, as it is now. */
export const ASKED = Symbol('asked');
export type AskedOf = () => PageProps & { readonly desk: Desk };

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

/** A command of a card, sent once however often the button is pressed, and how it fares. */
export class Command {
  state = $state.raw<Sent>({ kind: 'idle' });
  readonly #commands = commands((sent) => (this.state = sent));

  get isUnderWay(): boolean {
    return this.state.kind === 'sending' || this.state.kind === 'again';
  }

  /** Sends it and tells whether it was recorded. */
  async send(address: string, body: object): Promise<boolean> {
    return (await this.#commands.send(address, body)).kind === 'recorded';
  }

  /** Takes away what is said of the last one. */
  forget(): void {
    this.state = { kind: 'idle' };
  }
}
