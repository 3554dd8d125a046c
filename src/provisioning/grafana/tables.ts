/** Answers side by side: one line or bar per value of a label, one column per query. */
import type { FieldOverride, PanelDraft } from './model.js';
import { fields, frame, inOneLine, refId, targetsOf, type PanelText } from './panel-frame.js';
import type { Unit } from './units.js';

export interface TableText extends PanelText {
  /** What every query is grouped by; the queries' legends are the columns. */
  readonly key: readonly string[];
  readonly overrides?: FieldOverride[];
}

/** One line per value of the key, one column per query, the largest first. */
export function table(text: TableText): PanelDraft {
  return {
    ...frame('table', text, targetsOf(text.queries, 'table')),
    fieldConfig: {
      ...fields({ unit: text.unit, custom: { align: 'auto', inspect: false, cellOptions: { type: 'auto' } } }),
      overrides: text.overrides ?? [],
    },
    options: { frameIndex: 0, showHeader: true, cellHeight: 'sm' },
    transformations: joined(text),
  };
}

/** The same as bars: a funnel, when what comes later happens less often. */
export function bars(text: TableText): PanelDraft {
  return {
    ...frame('barchart', text, targetsOf(text.queries, 'table')),
    fieldConfig: fields({
      unit: text.unit,
      min: 0,
      color: { mode: 'palette-classic' },
      custom: { lineWidth: 0, fillOpacity: 80, gradientMode: 'none' },
    }),
    options: {
      orientation: 'horizontal',
      xTickLabelMaxLength: 0,
      xTickLabelRotation: 0,
      xTickLabelSpacing: 0,
      stacking: 'none',
      showValue: 'always',
      groupWidth: 0.7,
      barWidth: 0.9,
      barRadius: 0.05,
      fullHighlight: false,
      legend: inOneLine,
      tooltip: { mode: 'multi', sort: 'none' },
    },
    transformations: joined(text),
  };
}

export function withOverride(name: string, unit: Unit): FieldOverride {
  return { matcher: { id: 'byName', options: name }, properties: [{ id: 'unit', value: unit }] };
}

function joined({ queries, key }: TableText): PanelDraft['transformations'] {
  const columns = queries.map(({ legend = '' }, index) => [
    queries.length === 1 ? 'Value' : `Value #${refId(index)}`,
    legend,
  ]);
  return [
    { id: 'merge', options: {} },
    {
      id: 'organize',
      options: {
        excludeByName: { Time: true },
        indexByName: Object.fromEntries([...key, ...columns.map(([name]) => name)].map((name, index) => [name, index])),
        renameByName: Object.fromEntries(columns),
      },
    },
    { id: 'sortBy', options: { fields: {}, sort: [{ field: queries[0]?.legend ?? '', desc: true }] } },
  ];
}
