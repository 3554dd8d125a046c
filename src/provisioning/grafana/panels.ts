/** Lines, numbers and distributions, with one calm look. */
import type { FieldOverride, PanelDraft, ThresholdStep } from './model.js';
import { colors, fields, frame, inOneLine, targetsOf, type PanelText, type Query } from './panel-frame.js';

export interface TimeseriesText extends PanelText {
  /** A table of names and last values instead of one line. */
  readonly hasManySeries?: boolean;
  /** May go below 0, or is only worth looking at close up. */
  readonly isSigned?: boolean;
  /** Fewer where each point reads much. */
  readonly maxDataPoints?: number;
}

const byLargest = {
  showLegend: true,
  placement: 'bottom',
  displayMode: 'table',
  calcs: ['lastNotNull', 'max'],
  sortBy: 'Last *',
  sortDesc: true,
};

const thinLines = {
  drawStyle: 'line',
  lineWidth: 1,
  fillOpacity: 8,
  gradientMode: 'none',
  showPoints: 'never',
  spanNulls: false,
  lineInterpolation: 'linear',
};

export function timeseries(text: TimeseriesText): PanelDraft {
  return {
    ...frame('timeseries', text, targetsOf(text.queries)),
    fieldConfig: {
      defaults: {
        unit: text.unit,
        ...(text.isSigned !== true && { min: 0 }),
        ...(text.max !== undefined && { max: text.max }),
        color: { mode: 'palette-classic' },
        custom: thinLines,
      },
      overrides: text.queries.flatMap(ownColor),
    },
    options: { legend: text.hasManySeries === true ? byLargest : inOneLine, tooltip: { mode: 'multi', sort: 'desc' } },
    ...(text.maxDataPoints !== undefined && { maxDataPoints: text.maxDataPoints }),
  };
}

function ownColor({ legend = '', color }: Query): FieldOverride[] {
  if (color === undefined) return [];
  const value = { mode: 'fixed', fixedColor: color };
  return [{ matcher: { id: 'byName', options: legend }, properties: [{ id: 'color', value }] }];
}

export interface StatText extends PanelText {
  /** Green, amber, red: from which value on the last two begin. */
  readonly thresholds?: readonly [amber: number, red: number];
  /** More is better: red is below the second value. */
  readonly isGoodWhenHigh?: boolean;
  readonly noValue?: string;
  readonly timeFrom?: string;
  readonly isInstant?: boolean;
}

export function stat(text: StatText): PanelDraft {
  const { isInstant = false, noValue = 'no data', timeFrom } = text;
  return {
    ...frame('stat', { width: 4, height: 5, ...text }, targetsOf(text.queries, isInstant ? 'instant' : 'range')),
    fieldConfig: fields({
      unit: text.unit,
      noValue,
      color: { mode: 'thresholds' },
      thresholds: { mode: 'absolute', steps: steps(text) },
    }),
    options: {
      colorMode: 'value',
      graphMode: isInstant ? 'none' : 'area',
      justifyMode: 'auto',
      orientation: 'auto',
      textMode: text.queries.length > 1 ? 'value_and_name' : 'auto',
      wideLayout: true,
      percentChangeColorMode: 'standard',
      showPercentChange: false,
      reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
    },
    ...(timeFrom !== undefined && { timeFrom }),
  };
}

function steps({ thresholds, isGoodWhenHigh = false }: StatText): ThresholdStep[] {
  if (thresholds === undefined) return [{ value: null, color: colors.blue }];
  const [middle, far] = thresholds;
  const { red, amber, green, blue } = colors;
  const order = isGoodWhenHigh ? [red, amber, green] : [green, amber, red];
  return [null, middle, far].map((value, index) => ({ value, color: order[index] ?? blue }));
}

export function heatmap(text: PanelText): PanelDraft {
  return {
    ...frame(
      'heatmap',
      text,
      targetsOf(
        text.queries.map((query) => ({ legend: '{{le}}', hasExemplars: true, ...query })),
        'heatmap',
      ),
    ),
    fieldConfig: fields({
      unit: text.unit,
      custom: { hideFrom: { legend: false, tooltip: false, viz: false }, scaleDistribution: { type: 'linear' } },
    }),
    options: {
      calculate: false,
      cellGap: 1,
      color: {
        mode: 'scheme',
        scheme: 'Blues',
        steps: 48,
        exponent: 0.5,
        fill: colors.blue,
        reverse: false,
        scale: 'exponential',
      },
      exemplars: { color: colors.amber },
      filterValues: { le: 1e-9 },
      legend: { show: true },
      rowsFrame: { layout: 'auto' },
      showValue: 'never',
      tooltip: { mode: 'single', yHistogram: true, showColorScale: false },
      yAxis: { axisPlacement: 'left', reverse: false, unit: text.unit },
    },
  };
}
