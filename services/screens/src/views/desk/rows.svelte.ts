import { SvelteSet } from 'svelte/reactivity';
import type { Attachment } from 'svelte/attachments';
import { isHeld, keep, LOCK_MILLIS, STAY_MILLIS, type Row } from '../../store/rows';
import { Command } from './desk.svelte';

/** A list whose rows stay where they are as long as a person is at work on them. */
export class Rows<T> {
  readonly #list: () => [string, T][];
  readonly #held = new SvelteSet<string>();
  #before: Row<T>[] = [];
  readonly shown = $derived.by(
    () => (this.#before = keep(this.#list(), this.#before, (id) => this.#held.has(id))),
  );

  constructor(list: () => [string, T][]) {
    this.#list = list;
  }

  /** Whether somebody is at work on any row. */
  get isHeld(): boolean {
    return this.#held.size > 0;
  }

  hold(id: string, isAtWork: boolean): void {
    if (isAtWork) this.#held.add(id);
    else this.#held.delete(id);
  }
}

/** A person's work on one row: the row is held by it in its list. It is made where its component begins. */
export class RowCommand extends Command {
  /** Whether it was recorded just now: the controls stay as they are and take no press. */
  isLocked = $state(false);
  #isFresh = $state(false);
  #isUnderPointer = $state(false);
  #recorded = 0;

  constructor(hold: (isAtWork: boolean) => void, hasForm: () => boolean) {
    super();
    $effect(() => {
      hold(
        isHeld({
          hasForm: hasForm(),
          sent: this.state,
          isFresh: this.#isFresh,
          isUnderPointer: this.#isUnderPointer,
        }),
      );
    });
  }

  /** Knows of its row's element whether the pointer is on it. */
  readonly row: Attachment<HTMLElement> = (element) => {
    const enter = (): void => void (this.#isUnderPointer = true);
    const leave = (): void => void (this.#isUnderPointer = false);
    element.addEventListener('pointerenter', enter);
    element.addEventListener('pointerleave', leave);
    return () => {
      element.removeEventListener('pointerenter', enter);
      element.removeEventListener('pointerleave', leave);
    };
  };

  /** Sends it and tells whether it was recorded, when that has been seen and a second press would be another one. */
  override async send(address: string, body: object): Promise<boolean> {
    if (!(await super.send(address, body))) return false;
    const recorded = ++this.#recorded;
    this.isLocked = this.#isFresh = true;
    setTimeout(() => {
      if (recorded === this.#recorded) this.#isFresh = false;
    }, STAY_MILLIS);
    await new Promise((resolve) => setTimeout(resolve, LOCK_MILLIS));
    this.isLocked = false;
    return true;
  }

  /** Takes away what is said of the last one, unless it is still under way. */
  close(): void {
    if (!this.isUnderWay) this.forget();
  }
}
