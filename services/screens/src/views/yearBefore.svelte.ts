import { hasLists } from '../store/answer';
import type { Report } from '../wire/wire.gen';
import { Fetched } from './fetched.svelte';

/** What a figure was in a year's days that are over, and on the same dates of the year before. */
export interface YearChange {
  readonly now: number;
  readonly before: number;
  /** The last of the days. */
  readonly at: string;
}

/** A view's year against the one before, asked for once a day; nothing until it has come, and where no year before is known. */
export class YearBefore {
  readonly #report = new Fetched<Report>(hasLists('columns', 'rows'));

  /** Asks for a report at an address, with compare=year. */
  ask(address: string): void {
    this.#report.ask(address);
  }

  of(figure: string): YearChange | undefined {
    const { answer } = this.#report;
    const column = answer?.columns.find((one) => one.figure === figure && one.channel === '')?.id ?? '';
    const before = answer?.total.before?.[column];
    return answer && before !== undefined
      ? { now: answer.total.values[column] ?? 0, before, at: answer.at }
      : undefined;
  }
}
