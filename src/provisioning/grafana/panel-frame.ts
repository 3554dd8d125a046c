/** What every panel is made of: texts, queries, place, colours. */
import { metricsSource } from './data-sources.js';
import type { FieldDefaults, PanelDraft, Target } from './model.js';
import type { Unit } from './units.js';

export interface Query {
  readonly expr: string;
  readonly legend?: string;
  /** Dots that lead to a trace: where a histogram is asked. */
  readonly hasExemplars?: boolean;
  /** Instead of the next of the palette: what is bad is red wherever it is shown. */
  readonly color?: string;
}

export interface PanelText {
  readonly title: string;
  readonly description: string;
  readonly unit: Unit;
  readonly queries: readonly Query[];
  readonly width?: number;
  readonly height?: number;
  readonly max?: number;
}

export const colors = { red: '#E0525C', amber: '#E5A83B', green: '#5AA469', blue: '#5B8FF9' } as const;

export const inOneLine = { showLegend: true, placement: 'bottom', displayMode: 'list', calcs: [] };

export function frame(
  type: PanelDraft['type'],
  { title, description, width = 12, height = 8 }: PanelText,
  targets: readonly Target[],
) {
  return { type, title, description, width, height, targets, links: [] };
}

export function targetsOf(
  queries: readonly Query[],
  use: 'range' | 'instant' | 'heatmap' | 'table' = 'range',
): Target[] {
  const isInstant = use === 'instant' || use === 'table';
  return queries.map(({ expr, legend = '', hasExemplars = false }, index) => ({
    refId: refId(index),
    datasource: metricsSource,
    expr,
    legendFormat: legend === '' ? '__auto' : legend,
    range: !isInstant,
    instant: isInstant,
    exemplar: hasExemplars,
    format: use === 'range' || use === 'instant' ? 'time_series' : use,
  }));
}

export function refId(index: number): string {
  return String.fromCharCode(65 + index);
}

export function fields(defaults: FieldDefaults): PanelDraft['fieldConfig'] {
  return { defaults, overrides: [] };
}
