import '@fontsource/be-vietnam-pro/latin-400.css';
import '@fontsource/be-vietnam-pro/latin-600.css';
import '@fontsource/be-vietnam-pro/latin-700.css';
import '@fontsource/be-vietnam-pro/latin-ext-400.css';
import '@fontsource/be-vietnam-pro/latin-ext-600.css';
import '@fontsource/be-vietnam-pro/latin-ext-700.css';
import '@fontsource/be-vietnam-pro/vietnamese-400.css';
import '@fontsource/be-vietnam-pro/vietnamese-600.css';
import '@fontsource/be-vietnam-pro/vietnamese-700.css';
import { mount } from 'svelte';
import { pageClock } from './net/clock';
import { openSocket } from './net/websocket';
import { Session } from './store/session';
import App from './views/App.svelte';
import './views/base.css';
import { Live } from './views/live.svelte';
import { reloadWithoutFlash } from './views/reload';

const session = new Session({
  open: openSocket,
  timers: {
    set: (action, millis) => setTimeout(action, millis),
    clear: (timer) => {
      clearTimeout(timer as ReturnType<typeof setTimeout>);
    },
  },
  random: Math.random,
  now: pageClock,
  reload: () => {
    void reloadWithoutFlash();
  },
});

document.documentElement.removeAttribute('style');
const target = document.getElementById('app');
if (target) mount(App, { target, props: { live: new Live(session) } });

// A page for when the gateway is away. A browser without such workers, or a page that is not served securely, goes without.
if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  window.addEventListener('load', () => {
    navigator.serviceWorker.register('/offline-worker.js').catch(() => undefined);
  });
}
