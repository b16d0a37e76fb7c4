import { Commands, type Sent } from '../net/command';
import { page } from './asking';

/** The commands of one page, one after the other: report is told how the one that is being sent fares. */
export function commands(report: (sent: Sent) => void): Commands {
  return new Commands(report, {
    ...page,
    wait: (millis) => new Promise((resolve) => setTimeout(resolve, millis)),
    now: () => performance.now(),
    random: Math.random,
    key: randomId,
  });
}

/** A name that nobody else has drawn. */
export function randomId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('');
}
