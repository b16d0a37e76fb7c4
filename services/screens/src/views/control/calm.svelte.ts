import type { Live } from '../live.svelte';

const CALM_MILLIS = 1000;

/**
 * The same as `live`, but its figures move once a second at most: many boards side by side need no more, and cost less. Runs
 * until `stop` is called.
 */
export function calm(live: Live): { live: Live; stop: () => void } {
  let state = $state.raw(live.state);
  const timer = setInterval(() => {
    state = live.state;
  }, CALM_MILLIS);
  const proxy = new Proxy(live, {
    get: (target, key) => (key === 'state' ? state : (Reflect.get(target, key, target) as unknown)),
  });
  return {
    live: proxy,
    stop: () => {
      clearInterval(timer);
    },
  };
}
