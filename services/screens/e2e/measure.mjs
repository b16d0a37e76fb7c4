// What is wrong with how a page is laid out, as its browser lays it out.

/** The least side of what a finger hits, in pixels. */
export const FINGER = 44;

/**
 * In the page: faults of layout, each one line, with how often it is there. A page wider than its screen; a text that is cut by a box, sticks
 * out of one or lies on another text; with `finger`, a target smaller than that. What scrolls may hold more than it shows, sideways too if
 * the keyboard can reach it; a link within a sentence is as large as its letters (WCAG 2.5.8).
 */
export function layoutFaults({ finger }) {
  const SLACK = 1.5; // pixels that rounding and the shapes of letters take
  const counts = new Map();
  const style = (element) => getComputedStyle(element);
  const name = (element) => {
    const own = (e) =>
      e.localName +
      [...e.classList]
        .filter((c) => !c.startsWith('svelte-'))
        .map((c) => `.${c}`)
        .join('');
    return [element.parentElement, element].filter(Boolean).map(own).join('>');
  };
  const add = (kind, element, detail = '') => {
    const key = [kind, name(element), detail].filter(Boolean).join(' ');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  };
  const words = (text) => `“${text.trim().replace(/\s+/g, ' ').slice(0, 40)}”`;
  const isSeen = (element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    !element.closest('.visually-hidden, [inert]');

  const wide = document.documentElement.scrollWidth - window.innerWidth;
  if (wide > 0) counts.set(`page wider by ${wide}`, 1);

  /** What is seen of a box once the boxes around it have cut it; tells whether one cuts that cannot be scrolled. */
  const clipped = (element, box) => {
    let { left, right, top, bottom } = box;
    let cut = false;
    for (let around = element; around && around !== document.body; around = around.parentElement) {
      const { overflowX, overflowY, display, position } = style(around);
      if (display !== 'inline' && display !== 'contents' && !(around instanceof SVGElement)) {
        const edge = around.getBoundingClientRect();
        if (overflowX !== 'visible') {
          const over = Math.max(edge.left - left, right - edge.right);
          const scrolls = overflowX === 'auto' || overflowX === 'scroll';
          if (over > SLACK && !(scrolls && (around.tabIndex >= 0 || element.closest('a, button'))))
            cut = true;
          [left, right] = [Math.max(left, edge.left), Math.min(right, edge.right)];
        }
        if (overflowY !== 'visible') {
          const over = Math.max(edge.top - top, bottom - edge.bottom);
          const scrolls = overflowY === 'auto' || overflowY === 'scroll';
          if (over > SLACK + 0.2 * (box.bottom - box.top) && !scrolls) cut = true;
          [top, bottom] = [Math.max(top, edge.top), Math.min(bottom, edge.bottom)];
        }
      }
      if (position === 'fixed') break;
    }
    if (right > window.innerWidth + SLACK || left < -SLACK) cut = true;
    return { left, right, top, bottom, cut };
  };

  /** The nearest box around a text that can be seen as one. */
  const boxOf = (element) => {
    for (let around = element; around && around !== document.body; around = around.parentElement) {
      const { display, backgroundColor, borderLeftWidth, borderLeftStyle } = style(around);
      if (display === 'inline' || display === 'contents' || around instanceof SVGElement) continue;
      const isFilled = !/rgba\(.*, 0\)|transparent/.test(backgroundColor);
      if (isFilled || (parseFloat(borderLeftWidth) > 0 && borderLeftStyle !== 'none')) return around;
    }
    return undefined;
  };

  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.textContent.trim() || ['SCRIPT', 'STYLE', 'OPTION', 'TITLE'].includes(element.tagName))
      continue;
    if (!isSeen(element) || element.closest('title, [data-quiet]')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = boxOf(element)?.getBoundingClientRect();
    const rects = [...range.getClientRects()].filter((rect) => rect.width >= 1);
    const all = rects.map((rect) => ({ rect, seen: clipped(element, rect) }));
    const isCut = all.some(({ seen }) => seen.cut);
    let isOut = false;
    for (const { rect, seen } of all) {
      if (box && !seen.cut) {
        const over = Math.max(
          box.left - seen.left,
          seen.right - box.right,
          box.top - seen.top,
          seen.bottom - box.bottom,
        );
        isOut ||= over > SLACK + 0.15 * rect.height && seen.right > seen.left && seen.bottom > seen.top;
      }
      const rim = 0.25 * (seen.bottom - seen.top); // letters are lower than their lines
      if (seen.right - seen.left > 1 && seen.bottom - seen.top > 1)
        lines.push({ ...seen, top: seen.top + rim, bottom: seen.bottom - rim, node, element });
    }
    if (isCut) add('cut', element, words(node.textContent));
    else if (isOut) add('out of its box', element, words(node.textContent));
  }

  // A sweep from above: a line can only lie on those that have not ended.
  lines.sort((a, b) => a.top - b.top);
  let open = [];
  const stuck = (element) => {
    for (let around = element; around; around = around.parentElement) {
      if (['sticky', 'fixed'].includes(style(around).position)) return true;
    }
    return false;
  };
  for (const line of lines) {
    open = open.filter((other) => other.bottom > line.top);
    for (const other of open) {
      if (other.node === line.node) continue;
      const across = Math.min(line.right, other.right) - Math.max(line.left, other.left);
      const down = Math.min(line.bottom, other.bottom) - Math.max(line.top, other.top);
      if (across > 2 && down > 2 && !stuck(line.element) && !stuck(other.element)) {
        add('lies on', line.element, `${words(line.node.textContent)} on ${words(other.node.textContent)}`);
      }
    }
    open.push(line);
  }

  if (finger) {
    const targets = 'a[href], button, select, textarea, summary, input:not([type="hidden"]), [role="button"]';
    for (const target of document.querySelectorAll(targets)) {
      if (!isSeen(target)) continue;
      const hit = target.matches('[type="checkbox"], [type="radio"], [type="file"]')
        ? (target.closest('label') ?? target)
        : target;
      const { width, height } = hit.getBoundingClientRect();
      const isInSentence =
        style(target).display === 'inline' &&
        [...target.parentElement.childNodes].some(
          (node) => node !== target && node.nodeType === Node.TEXT_NODE && /\p{L}{2}/u.test(node.textContent),
        );
      if (isInSentence || width === 0) continue;
      if (Math.min(width, height) < finger - 0.5)
        add(`small ${Math.round(width)}×${Math.round(height)}`, target, words(target.textContent));
    }
  }
  return [...counts].map(([fault, times]) => (times > 1 ? `${fault} ×${times}` : fault));
}
