import { expect, it } from 'vitest';
import { assetsIn } from './reload';

it('finds the files that a page and its scripts name, each once', () => {
  const page = '<link href="/assets/index-a_1.css"><script src="/assets/index-B-2.js"></script>';
  expect(assetsIn(page)).toEqual(['/assets/index-a_1.css', '/assets/index-B-2.js']);
  const script =
    'm.f=["assets/Desk-x.js","assets/Desk-y.css","assets/Desk-x.js"];new URL("/assets/cells.worker-z.js");import("./echarts-e.js")';
  expect(assetsIn(script)).toEqual([
    '/assets/Desk-x.js',
    '/assets/Desk-y.css',
    '/assets/cells.worker-z.js',
    '/assets/echarts-e.js',
  ]);
});
