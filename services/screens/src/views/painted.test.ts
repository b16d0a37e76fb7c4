import { expect, it } from 'vitest';
import type { Painted } from '../store/session';
import { TestTime } from '../testing/fakes';
import { PaintedMillis } from '../wire/wire.gen';
import { Paints } from './painted';

function page(): {
  time: TestTime;
  frame: () => void;
  said: Painted[];
  show: (showing: string) => void;
  paints: Paints;
} {
  const time = new TestTime();
  const said: Painted[] = [];
  let frames: (() => void)[] = [];
  let shown: Painted = {
    position: 1,
    showing: '/screens/672',
    item: 0,
    held: false,
    blank: false,
    covered: false,
  };
  const paints = new Paints(
    () => shown,
    (painted) => said.push(painted),
    {
      request: (next) => frames.push(next),
      set: (action, millis) => time.set(action, millis),
      clear: (timer) => {
        time.clear(timer);
      },
    },
  );
  return {
    time,
    said,
    paints,
    frame: () => {
      const due = frames;
      frames = [];
      for (const next of due) next();
    },
    show: (showing) => {
      shown = { ...shown, showing };
      paints.changed(showing);
    },
  };
}

it('says what was there in a frame when the next one comes, and again after a while', () => {
  const { time, frame, said, show, paints } = page();
  paints.start();
  frame();
  expect(said).toEqual([]);
  frame();
  const still = { held: false, blank: false, covered: false };
  expect(said).toEqual([{ position: 1, showing: '/screens/672', item: 0, ...still }]);
  time.pass(PaintedMillis);
  expect(said).toHaveLength(1);
  frame();
  frame();
  expect(said).toHaveLength(2);
  show('/brief');
  frame();
  frame();
  expect(said.at(-1)?.showing).toBe('/brief');
});

it('says nothing as long as the browser draws no frame, however much time passes', () => {
  const { time, frame, said, show, paints } = page();
  paints.start();
  frame();
  for (let i = 0; i < 60; i++) {
    time.pass(PaintedMillis);
    show(`/screens/${i}`);
  }
  expect(said).toEqual([]);
  frame();
  expect(said).toHaveLength(1);
});

it('ends when its page does', () => {
  const { time, frame, said, paints } = page();
  const stop = paints.start();
  stop();
  frame();
  frame();
  time.pass(PaintedMillis);
  expect(said).toEqual([]);
});
