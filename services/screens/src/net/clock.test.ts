import { afterEach, expect, it, vi } from 'vitest';
import { pageClock } from './clock';

afterEach(() => {
  vi.useRealTimers();
});

it('goes on when the machine’s clock is set back', () => {
  const before = pageClock();
  expect(Math.abs(before - Date.now())).toBeLessThan(60_000);
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.setSystemTime(0);
  const after = pageClock();
  expect(after).toBeGreaterThanOrEqual(before);
  expect(after - before).toBeLessThan(60_000);
});
