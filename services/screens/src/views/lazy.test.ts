import { afterEach, expect, it, vi } from 'vitest';
import { lazy } from './lazy';

afterEach(() => vi.useRealTimers());

it('asks again until the part comes', async () => {
  vi.useFakeTimers();
  let asked = 0;
  const part = lazy(() => (++asked < 4 ? Promise.reject(new Error('away')) : Promise.resolve('part')));
  await vi.advanceTimersByTimeAsync(500 + 1000 + 2000);
  await expect(part).resolves.toBe('part');
  expect(asked).toBe(4);
});
