/**
 * Milliseconds of this page's own clock. It only goes forward, whatever is done to the machine's: what is set there moves no timer and no
 * age. It begins near Unix time, but is held against other clocks only by what the gateway says of its own.
 */
export function pageClock(): number {
  return Math.floor(performance.timeOrigin + performance.now());
}
