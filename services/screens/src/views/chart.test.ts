import { expect, it } from 'vitest';
import { chartOption, type Series } from './chart';

interface Drawn {
  type: string;
  data: (number | null | { value: number; itemStyle: { color: string; borderType: string } })[];
  lineStyle?: { type: unknown };
}
const drawn = (series: Series[], running?: number): Drawn[] =>
  chartOption(['7', '8', '9'], series, 16, 1, String, running)['series'] as Drawn[];

it('draws an hour that is still running as a dotted end with a hollow point, not as a fall of the line', () => {
  const [over, unfinished] = drawn([{ name: 'a', values: [40, 50, 3], look: 'area' }], 2);
  expect(over?.data).toEqual([40, 50]);
  expect(unfinished?.data).toEqual([null, 50, 3]);
  expect(unfinished?.lineStyle?.type).not.toBe('solid');
});

it('draws a day that is still running as a hollow bar', () => {
  const [bars] = drawn([{ name: 'a', values: [40, 50, 3], look: 'bars' }], 2);
  expect(bars?.data.slice(0, 2)).toEqual([40, 50]);
  expect(bars?.data[2]).toMatchObject({
    value: 3,
    itemStyle: { color: 'transparent', borderType: 'dashed' },
  });
});

it('draws what is over as it is', () => {
  expect(drawn([{ name: 'a', values: [40, 50, 3], look: 'line' }]).map((one) => one.data)).toEqual([
    [40, 50, 3],
  ]);
});
