import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

type Palette = Readonly<Record<string, string>>;

/** The colours that a style sheet's root names. */
function palette(file: string): Palette {
  const css = readFileSync(new URL(file, import.meta.url), 'utf8');
  return Object.fromEntries(
    [...css.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map((match) => [match[1] ?? '', match[2] ?? '']),
  );
}

// WCAG 2.2, relative luminance and contrast ratio.
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const wall = palette('./base.css');
const desk = palette('./desk.css');
const inks = ['text', 'soft', 'sea', 'watch', 'late', 'simulated', 'past'];

it.each(inks.flatMap((ink) => ['ground', 'tile'].map((paper) => [ink, paper])))(
  'on the wall %s on %s has a contrast of at least 7:1',
  (ink, paper) => {
    expect(contrast(wall[ink] ?? '', wall[paper] ?? '')).toBeGreaterThanOrEqual(7);
  },
);

it.each(inks.flatMap((ink) => ['ground', 'tile', 'raised'].map((paper) => [ink, paper])))(
  'at the desk %s on %s has a contrast of at least 4.5:1',
  (ink, paper) => {
    expect(contrast(desk[ink] ?? '', desk[paper] ?? '')).toBeGreaterThanOrEqual(4.5);
  },
);

it('the steps of an amount can be read on, each lighter than the one before, and outshine nothing that is late', () => {
  const css = readFileSync(new URL('./paint.css', import.meta.url), 'utf8');
  const steps = [...css.matchAll(/\.paint(?:\.step-\d)? \{\s*--fill: (#[0-9a-f]{6})/g)].map(
    ([, fill]) => fill ?? '',
  );
  expect(steps).toHaveLength(5);
  for (const [i, fill] of steps.entries()) {
    expect(contrast(wall['text'] ?? '', fill)).toBeGreaterThanOrEqual(7);
    expect(contrast(wall['late'] ?? '', fill)).toBeGreaterThan(3);
    expect(luminance(fill)).toBeGreaterThan(i === 0 ? 0 : 1.35 * luminance(steps[i - 1] ?? ''));
  }
});

it('watch and late differ in lightness, for whoever cannot tell their hues', () => {
  for (const colours of [wall, desk]) {
    const [watch = 0, late = 0] = ['watch', 'late'].map((name) => luminance(colours[name] ?? ''));
    expect(Math.abs(watch - late)).toBeGreaterThan(0.03);
  }
});

it('computes what WCAG gives as its example', () => {
  expect(contrast('#ffffff', '#000000')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});
