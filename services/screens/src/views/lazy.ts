const FIRST_PAUSE_MILLIS = 500;
const LONGEST_PAUSE_MILLIS = 10_000;

/**
 * A part of the program that is fetched where it is needed: asked for again, with growing pauses, until it comes. A wall that was
 * switched while the gateway was away is not to stay empty.
 */
export async function lazy<T>(load: () => Promise<T>): Promise<T> {
  for (let pause = FIRST_PAUSE_MILLIS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
    try {
      return await load();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}
