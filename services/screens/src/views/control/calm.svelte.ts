import type { Live } from '../live.svelte';

const CALM_MILLIS = 2000;

/**
 * The same as `live`, but its figures and its clock move every two seconds: many boards side by side need no more, and cost
 * less. Runs until `stop` is called.
 */
export function calm(live: Live): { live: Live; stop: () => void } {
  let state = $state.raw(live.state);
  let now = $state(live.now);
  const timer = setInterval(() => {
    state = live.state;
    now = live.now;
  }, CALM_MILLIS);
  const proxy = new Proxy(live, {
    get: (target, key) => {
      if (key === 'state') return state;
      return key === 'now' ? now : (Reflect.get(target, key, target) as unknown);
    },
  });
  return {
    live: proxy,
    stop: () => {
      clearInterval(timer);
    },
  };
}
