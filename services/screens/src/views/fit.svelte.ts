import type { Attachment } from 'svelte/attachments';
import { fitting, shorten } from '../store/fit';

/** Whether what does not fit a box can be reached. */
export const scrolls = (box: HTMLElement): boolean => getComputedStyle(box).overflowY === 'visible';

/** In which direction a list goes on, and what of its style that concerns. */
const AXES = {
  column: { size: 'height', before: 'paddingTop', after: 'paddingBottom', gap: 'rowGap', mark: 'fit' },
  line: { size: 'width', before: 'paddingLeft', after: 'paddingRight', gap: 'columnGap', mark: 'line' },
} as const;

/**
 * A list in the room there is, down a column or along a line. Rows that do not fit whole are taken out of sight, and the child with
 * `data-more`, which says how many they are, stands after those that are seen; also where it has `data-others`, of which there are no
 * rows. A child with `data-head` is always seen. What scrolls shows all.
 */
export class Fit {
  /** Rows out of sight. */
  hidden = $state(0);
  readonly #axis: (typeof AXES)[keyof typeof AXES];

  constructor(axis: keyof typeof AXES = 'column') {
    this.#axis = AXES[axis];
  }

  readonly list: Attachment<HTMLElement> = (list) => {
    list.dataset[this.#axis.mark] = '';
    const resized = new ResizeObserver(() => {
      this.#fit(list);
    });
    const observe = (): void => {
      resized.observe(list);
      for (const child of list.children) resized.observe(child);
    };
    // Rows that change places keep their sizes: no other observer sees it.
    const changed = new MutationObserver(() => {
      observe();
      this.#fit(list);
    });
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
    const axis = this.#axis;
    const style = getComputedStyle(list);
    const pixels = (length: string): number => parseFloat(length) || 0;
    const sizeOf = (child: Element | undefined): number =>
      child ? pixels(getComputedStyle(child)[axis.size]) : 0;
    const children = [...list.children];
    const more = list.querySelector<HTMLElement>(':scope > [data-more]') ?? undefined;
    const head = list.querySelector(':scope > [data-head]') ?? undefined;
    const others = Number(more?.dataset['others'] ?? 0) > 0;
    const rows = children.filter((child) => child !== more && child !== head);
    const sizes = rows.map(sizeOf);
    const gap = pixels(style[axis.gap]);
    const taken = pixels(style[axis.before]) + pixels(style[axis.after]) + (head ? sizeOf(head) + gap : 0);
    list.style.setProperty(
      '--natural',
      `${String(taken + sizes.reduce((sum, each) => sum + each + gap, -gap))}px`,
    );
    const shown = scrolls(list)
      ? rows.length
      : fitting(sizes, pixels(style[axis.size]) - taken, gap, sizeOf(more), others);
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
