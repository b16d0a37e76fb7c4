import { expect, it } from 'vitest';
import {
  askedReading,
  CAP,
  capHeight,
  KINDS,
  LEAST_MINUTES,
  minutesOf,
  NOTE_REM,
  pitch,
  READ_MINUTES,
  readingOf,
  sightOf,
} from './optics';
import { UNITS, type Shape } from './shape';

const hd = { width: 1920, height: 1080 };

it('asks for a capital of a 215th of the distance where something must be read, and of half of it for all else', () => {
  expect(800 / capHeight(READ_MINUTES, 800)).toBeCloseTo(214.86, 2);
  expect(800 / capHeight(LEAST_MINUTES, 800)).toBeCloseTo(429.72, 2);
  expect(minutesOf(capHeight(16, 500), 500)).toBeCloseTo(16, 6);
  expect(pitch(55, 1920, 1080)).toBeCloseTo(0.06342, 5);
});

it.each([
  { diagonal: 55, distance: 800, layout: 'far', em: 5.044 },
  { diagonal: 75, distance: 500, layout: 'middle', em: 2.312 },
  { diagonal: 55, distance: 300, layout: 'middle', em: 1.892 },
  { diagonal: 24, distance: 70, layout: 'near', em: 1.1875 },
])('$diagonal″ read from $distance cm is $layout', ({ diagonal, distance, layout, em }) => {
  const sight = sightOf({ diagonal, distance }, 'wide', 1920, 1080);
  expect(sight.layout).toBe(layout);
  expect(sight.read * sight.scale).toBeCloseTo(em, 3);
});

const shapes: [Shape, number, number][] = [
  ['wide', 1920, 1080],
  ['panels', 5760, 1080],
  ['upright', 1080, 1920],
];
const readings = [KINDS.wall, KINDS.panels, KINDS.totem, KINDS.desk, { diagonal: 55, distance: 800 }];

it.each(shapes)(
  'gives what must be read 16 minutes and all else 8, on any surface: %s',
  (shape, width, height) => {
    for (const reading of readings) {
      const { scale, read, farthest } = sightOf(reading, shape, width, height);
      if (reading.distance > farthest) continue;
      const units = UNITS[shape];
      const rem =
        scale * Math.min(width / units.width, height / units.height) * pitch(reading.diagonal, width, height);
      const minutes = (em: number): number => minutesOf(em * rem * CAP, reading.distance);
      expect(minutes(read)).toBeGreaterThan(READ_MINUTES - 1e-6);
      expect(minutes(NOTE_REM)).toBeGreaterThan(LEAST_MINUTES - 1e-3);
    }
  },
);

it('grows without a step, and stops where a board has no more room, which it tells', () => {
  const em = (distance: number): number => {
    const { read, scale } = sightOf({ diagonal: 55, distance }, 'wide', hd.width, hd.height);
    return read * scale;
  };
  for (let distance = 200; distance < 1000; distance += 10) {
    expect(em(distance + 10) - em(distance)).toBeCloseTo(0.063, 3);
  }
  const { farthest } = sightOf({ diagonal: 55, distance: 3000 }, 'wide', hd.width, hd.height);
  expect(Math.round(farthest)).toBe(1031);
  expect(em(3000)).toBeCloseTo(6.5, 6);
});

it('is near where nobody has said how it is read, and on what scrolls', () => {
  expect(sightOf(undefined, 'wide', 1366, 768)).toEqual({
    layout: 'near',
    scale: 1,
    read: 1.1875,
    farthest: Infinity,
  });
  expect(sightOf({ diagonal: 55, distance: 800 }, 'stack', 390, 844).layout).toBe('near');
});

it('reads an address in inches and metres, and takes a display of which nothing is known for one of its kind', () => {
  expect(askedReading('?diagonal=55&distance=8')).toEqual({ diagonal: 55, distance: 800 });
  expect(askedReading('?diagonal=55')).toBeUndefined();
  expect(askedReading('?diagonal=x&distance=-1')).toBeUndefined();
  expect(readingOf({ diagonal: 0, distance: 0 }, 'wide')).toEqual({ diagonal: 75, distance: 500 });
  expect(readingOf({ diagonal: 55, distance: 0 }, 'upright')).toEqual({ diagonal: 55, distance: 150 });
  expect(readingOf({ diagonal: 43, distance: 250 }, 'panels')).toEqual({ diagonal: 43, distance: 250 });
});
