import type { EChartsCoreOption } from 'echarts/core';

/** Lines and letters of the charts; the colours are those of base.css. */
export const INK = { text: '#f4f8fc', soft: '#bccad9', line: '#2a3a4b', sea: '#8ecbff', mist: '#5c7894' };

export interface Series {
  readonly name: string;
  readonly values: readonly (number | null)[];
  readonly look: 'bars' | 'line' | 'area' | 'dashes';
}

/** A chart of series over categories, its letters in the wall's unit; `every` is the labels' interval. */
export function chartOption(
  categories: readonly string[],
  series: readonly Series[],
  rem: number,
  every: number,
  number: (value: number) => string,
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
    series: series.map((one) => seriesOption(one, rem)),
  };
}

function seriesOption(series: Series, rem: number): object {
  const base = { name: series.name, data: series.values, silent: true };
  if (series.look === 'bars') {
    return { ...base, type: 'bar', itemStyle: { color: INK.mist }, barCategoryGap: '28%' };
  }
  const color = series.look === 'area' ? INK.sea : INK.text;
  return {
    ...base,
    type: 'line',
    symbol: 'none',
    lineStyle: {
      color,
      width: 0.2 * rem,
      type: series.look === 'dashes' ? [0.5 * rem, 0.35 * rem] : 'solid',
    },
    ...(series.look === 'area' ? { areaStyle: { color, opacity: 0.22 } } : {}),
  };
}
