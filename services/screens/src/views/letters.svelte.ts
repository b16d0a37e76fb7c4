/** The boldest letters in which names and values are set, and the size at which they are measured. */
const SIZE = 100;
const FONT = `700 ${String(SIZE)}px 'Wall Digits', 'Be Vietnam Pro'`;
/** One letter of each file that the fonts are in. */
const SAMPLE = '0a\u0111\u1EA1';

let context: CanvasRenderingContext2D | null | undefined;
let isLoaded = $state(false);

/** How wide a text is, in its letters' size; all digits are as wide as one. It is measured anew when its letters have come. */
export function widthOf(text: string): number {
  if (context === undefined) {
    context = document.createElement('canvas').getContext('2d');
    void document.fonts.load(FONT, SAMPLE).then(() => {
      isLoaded = true;
    });
  }
  if (!context) return text.length;
  context.font = isLoaded ? FONT : `700 ${String(SIZE)}px sans-serif`;
  return context.measureText(text.replaceAll(/\d/g, '0')).width / SIZE;
}
