import type { EChartsCoreOption } from 'echarts/core';

/** Lines and letters of the charts; the colours are those of base.css. */
export const INK = { text: '#f4f8fc', soft: '#bccad9', line: '#2a3a4b', sea: '#8ecbff', mist: '#5c7894' };

export interface Series {
  readonly name: string;
  readonly values: readonly (number | null)[];
  readonly look: 'bars' | 'line' | 'area' | 'dashes';
}

/**
 * A chart of series over categories, its letters in the wall's unit; `every` is the labels' interval. The category `running`, the last that
 * has values, is not over yet (−1: all are): it is drawn hollow and dotted, so that it is not taken for a fall.
 */
export function chartOption(
  categories: readonly string[],
  series: readonly Series[],
  rem: number,
  every: number,
  number: (value: number) => string,
  running = -1,
): EChartsCoreOption {
  const letters = { color: INK.soft, fontSize: 1.0625 * rem, fontFamily: "'Wall Digits', 'Be Vietnam Pro'" };
  return {
    animation: false,
    grid: {
      left: 0.25 * rem,
      right: 0.75 * rem,
      top: 0.75 * rem,
      bottom: 0.25 * rem,
      outerBoundsMode: 'same',
    },
    xAxis: {
      type: 'category',
      data: categories,
      boundaryGap: series.some((one) => one.look === 'bars'),
      axisLine: { lineStyle: { color: INK.line, width: 0.0625 * rem } },
      axisTick: { show: false },
      axisLabel: {
        ...letters,
        interval: (index: number) => index % every === 0,
        hideOverlap: true,
        alignMinLabel: 'left',
        margin: 0.5 * rem,
      },
    },
    yAxis: {
      type: 'value',
      splitNumber: 2,
      minInterval: 1,
      axisLabel: { ...letters, margin: 0.5 * rem, formatter: number },
      splitLine: { lineStyle: { color: INK.line, width: 0.0625 * rem } },
    },
    series: series.flatMap((one) =>
      one.look === 'bars' ? [bars(one, rem, running)] : line(one, rem, running),
    ),
  };
}

function bars(series: Series, rem: number, running: number): object {
  const hollow = {
    color: 'transparent',
    borderColor: INK.mist,
    borderWidth: 0.1 * rem,
    borderType: 'dashed',
  };
  const data = series.values.map((value, i) => (i === running ? { value, itemStyle: hollow } : value));
  const itemStyle = { color: INK.mist };
  return { name: series.name, data, silent: true, type: 'bar', itemStyle, barCategoryGap: '28%' };
}

/** A line over what is over, and from its end to what is still running a dotted one with a hollow point. */
function line(series: Series, rem: number, running: number): object[] {
  const color = series.look === 'area' ? INK.sea : INK.text;
  const base = { name: series.name, silent: true, type: 'line' };
  const over = {
    ...base,
    data: running < 0 ? series.values : series.values.slice(0, running),
    symbol: 'none',
    lineStyle: {
      color,
      width: 0.2 * rem,
      type: series.look === 'dashes' ? [0.5 * rem, 0.35 * rem] : 'solid',
    },
    ...(series.look === 'area' ? { areaStyle: { color, opacity: 0.22 } } : {}),
  };
  if (running < 0) return [over];
  const unfinished = {
    ...base,
    data: series.values.map((value, i) => (i === running || i === running - 1 ? value : null)),
    symbol: (_: unknown, { dataIndex }: { dataIndex: number }) =>
      dataIndex === running ? 'emptyCircle' : 'none',
    symbolSize: 0.5 * rem,
    itemStyle: { color },
    lineStyle: { color, width: 0.12 * rem, type: [0.1 * rem, 0.25 * rem], opacity: 0.8 },
  };
  return [over, unfinished];
}
