// Keeps one page for when the gateway cannot be reached: it says how old is what was seen last, and goes back by itself. Nothing else is
// kept: figures come from the gateway alone.
const KEPT = 'offline-1';
const FILES = ['/offline.html', '/offline.css', '/offline.js', '/icon.svg'];
/** What a proxy answers while there is nothing behind it. */
const AWAY = [502, 503, 504];

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(KEPT)
      .then((kept) => kept.addAll(FILES))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.mode === 'navigate') {
    event.respondWith(page(request));
  } else if (FILES.includes(new URL(request.url).pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(request)));
  }
});

async function page(request) {
  const offline = () => caches.match('/offline.html');
  try {
    const answer = await fetch(request);
    return AWAY.includes(answer.status) ? ((await offline()) ?? answer) : answer;
  } catch (error) {
    const kept = await offline();
    if (kept) return kept;
    throw error;
  }
}
