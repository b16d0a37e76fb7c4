import type { Attachment } from 'svelte/attachments';
import { fitting, shorten } from '../store/fit';

/** Whether what does not fit a box can be reached. */
export const scrolls = (box: HTMLElement): boolean => getComputedStyle(box).overflowY === 'visible';

/**
 * A list in the room there is. Rows that do not fit whole are taken out of sight, and the child with `data-more`, which says how many
 * they are, stands below those that are seen; also where it has `data-others`, of which there are no rows. A child with `data-head` is
 * always seen. What scrolls shows all.
 */
export class Fit {
  /** Rows out of sight. */
  hidden = $state(0);

  readonly list: Attachment<HTMLElement> = (list) => {
    list.dataset['fit'] = '';
    const resized = new ResizeObserver(() => {
      this.#fit(list);
    });
    const observe = (): void => {
      resized.observe(list);
      for (const child of list.children) resized.observe(child);
    };
    const changed = new MutationObserver(observe);
    const others = new MutationObserver(() => {
      this.#fit(list);
    });
    changed.observe(list, { childList: true });
    others.observe(list, { subtree: true, attributeFilter: ['data-others'] });
    observe();
    return () => {
      resized.disconnect();
      changed.disconnect();
      others.disconnect();
    };
  };

  #fit(list: HTMLElement): void {
    const { paddingTop, paddingBottom, rowGap, height } = getComputedStyle(list);
    const pixels = (length: string): number => parseFloat(length) || 0;
    const heightOf = (child: Element | undefined): number =>
      child ? pixels(getComputedStyle(child).height) : 0;
    const children = [...list.children];
    const more = list.querySelector<HTMLElement>(':scope > [data-more]') ?? undefined;
    const head = list.querySelector(':scope > [data-head]') ?? undefined;
    const others = Number(more?.dataset['others'] ?? 0) > 0;
    const rows = children.filter((child) => child !== more && child !== head);
    const heights = rows.map(heightOf);
    const gap = pixels(rowGap);
    const taken = pixels(paddingTop) + pixels(paddingBottom) + (head ? heightOf(head) + gap : 0);
    list.style.setProperty(
      '--natural',
      `${String(taken + heights.reduce((sum, each) => sum + each + gap, -gap))}px`,
    );
    const shown = scrolls(list)
      ? rows.length
      : fitting(heights, pixels(height) - taken, gap, heightOf(more), others);
    rows.forEach((row, i) => row.toggleAttribute('data-out', i >= shown));
    this.hidden = rows.length - shown;
  }
}

/**
 * Writes a name into an element, so that its `row` (a box around it, by selector) has at most so many lines, and tells whether the name
 * is whole.
 */
export function shortened(
  name: string,
  row: string,
  lines: number,
  told: (isWhole: boolean) => void,
): Attachment<HTMLElement> {
  return (element) => {
    const text = element.appendChild(new Text());
    const box = element.closest(row) ?? element;
    const fits = (form: string): boolean => {
      text.data = form;
      const { height, paddingTop, paddingBottom, lineHeight } = getComputedStyle(box);
      const inner = parseFloat(height) - parseFloat(paddingTop) - parseFloat(paddingBottom);
      return inner < (lines + 0.5) * parseFloat(lineHeight);
    };
    let width = -1;
    const resized = new ResizeObserver(([entry]) => {
      if (!entry || entry.contentRect.width === width) return;
      width = entry.contentRect.width;
      const form = shorten(name, fits);
      text.data = form;
      told(form === name);
    });
    resized.observe(box);
    return () => {
      resized.disconnect();
      text.remove();
    };
  };
}
