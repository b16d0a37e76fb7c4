/** The letters in which names are set, and the size at which they are measured. */
const SIZE = 100;
const FONT = `600 ${String(SIZE)}px 'Be Vietnam Pro'`;
/** One letter of each file that the font is in. */
const SAMPLE = 'a\u0111\u1EA1';

let context: CanvasRenderingContext2D | null | undefined;
let isLoaded = $state(false);

/** How wide a name is, in its letters' size. It is measured anew when its letters have come. */
export function widthOf(name: string): number {
  if (context === undefined) {
    context = document.createElement('canvas').getContext('2d');
    void document.fonts.load(FONT, SAMPLE).then(() => {
      isLoaded = true;
    });
  }
  if (!context) return name.length;
  context.font = isLoaded ? FONT : `600 ${String(SIZE)}px sans-serif`;
  return context.measureText(name).width / SIZE;
}
