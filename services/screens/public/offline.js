// How old is what was seen last on this device, and back to the page as soon as the gateway answers.
const AGAIN_MILLIS = 5000;
const read = (key) => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};
const language = read('langbiang.language') === 'en' ? 'en' : 'vi';
document.documentElement.lang = language;

function age(millis) {
  const minutes = Math.max(0, Math.floor(millis / 60_000));
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  if (minutes < 60) return relative.format(-minutes, 'minute');
  if (minutes < 48 * 60) return relative.format(-Math.floor(minutes / 60), 'hour');
  return relative.format(-Math.floor(minutes / (24 * 60)), 'day');
}

function tell() {
  const seen = Number(read('langbiang.seen'));
  if (!(seen > 0)) return;
  const at = new Date(seen).toLocaleString(language === 'vi' ? 'vi-VN' : 'en-GB', {
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const told = document.getElementById('seen');
  told.dataset.seen = String(seen);
  told.textContent =
    language === 'vi'
      ? `Xem số liệu lần cuối: ${at}, ${age(Date.now() - seen)}.`
      : `Figures were last seen ${at}, ${age(Date.now() - seen)}.`;
}

async function again() {
  tell();
  try {
    if ((await fetch('/api/v1/status', { cache: 'no-store' })).ok) location.reload();
  } catch {
    // Still away.
  }
}

tell();
setInterval(() => void again(), AGAIN_MILLIS);
addEventListener('online', () => void again());
