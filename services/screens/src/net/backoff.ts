const FIRST_STEP_MILLIS = 250;
const LONGEST_MILLIS = 5000;

/**
 * How long to wait before reconnection number `attempt` (0 is the first: at once). Doubles from
 * 0.25 s to 5 s; the upper half of each wait is drawn by `random` in [0, 1), so that a
 * hundred walls do not come back in the same instant.
 */
export function backoff(attempt: number, random: () => number): number {
  if (attempt <= 0) return 0;
  const full = Math.min(LONGEST_MILLIS, FIRST_STEP_MILLIS * 2 ** (attempt - 1));
  return full / 2 + (full / 2) * random();
}
