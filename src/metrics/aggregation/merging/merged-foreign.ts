/** prom-client's metrics as they are over all processes and threads. */
import type { Diagnostics } from '../../../kernel/index.js';
import type { ReadMetric } from '../../page-writer.js';
import type { ForeignValue } from '../../prometheus-registry.js';
import { Combination } from './combine.js';
import type { ForeignGrowth, ForeignHead, ForeignLine, ForeignStates } from '../telling/contribution.js';
import { keyOfLine } from '../telling/foreign-reader.js';

type Line = { -readonly [K in keyof ForeignValue]: ForeignValue[K] };

/** Of one metric: prom-client itself has no limit. */
const MAX_LINES = 100_000;

interface Merged {
  readonly head: ForeignHead;
  readonly totals: Map<string, Line>;
  /** Those told last. */
  states: readonly Line[];
}

export class MergedForeign {
  private readonly byName = new Map<string, Merged>();

  constructor(private readonly diagnostics: Diagnostics) {}

  all(): readonly ReadMetric[] {
    return [...this.byName.values()].map(({ head: { name, help, type }, totals, states }) => ({
      reading: { name, help, type, values: [...states, ...totals.values()] },
      defaultLabels: {},
    }));
  }

  take({ metric, lines }: ForeignGrowth): void {
    const { totals } = this.of(metric);
    if (totals.size >= MAX_LINES) this.warnOfLimit(metric.name);
    for (const { by, exemplar, ...line } of lines) {
      const total = this.totalOf(totals, line);
      if (total === undefined) continue;
      total.value += by;
      if (exemplar !== undefined) total.exemplar = exemplar;
    }
  }

  /** Shows states as these are, and none of before. A step takes little time; between steps others may run. */
  *show(states: ReadonlyMap<string, readonly ForeignStates[]>): Iterable<void> {
    for (const [{ metric }] of states.values() as Iterable<readonly [ForeignStates]>) this.of(metric);
    for (const merged of this.byName.values()) {
      merged.states = combined(merged.head, states.get(merged.head.name) ?? []);
      yield;
    }
  }

  *totals(): Iterable<ForeignGrowth> {
    for (const { head, totals } of this.byName.values()) {
      const lines = [...totals.values()].map(({ value, ...total }) => ({ ...lineOf(total), by: value }));
      yield { kind: 'foreign-growth', metric: head, lines };
    }
  }

  private of(head: ForeignHead): Merged {
    let merged = this.byName.get(head.name);
    if (merged === undefined) this.byName.set(head.name, (merged = { head, totals: new Map(), states: [] }));
    return merged;
  }

  private warnOfLimit(name: string): void {
    const fact = `Metric ${name} of prom-client has more than ${MAX_LINES} lines over all processes; new ones are left out.`;
    this.diagnostics.warnOnce(`aggregate:${name}`, `${fact} Give its labels fewer values.`);
  }

  private totalOf(totals: Map<string, Line>, line: ForeignLine): Line | undefined {
    const key = keyOfLine(line);
    const known = totals.get(key);
    if (known !== undefined || totals.size >= MAX_LINES) return known;
    const total = lineAt(line, 0);
    totals.set(key, total);
    return total;
  }
}

function combined({ type, aggregate }: ForeignHead, states: readonly ForeignStates[]): readonly Line[] {
  if (aggregate === 'omit') return new Set(states.map(({ source }) => source)).size > 1 ? [] : linesOf(states);
  const shown = new Map<string, { readonly line: ForeignLine; readonly combination: Combination }>();
  for (const line of states.flatMap(({ lines }) => lines)) {
    const key = keyOfLine(line);
    // The largest quantile is never below that of all.
    const combination = shown.get(key)?.combination ?? new Combination(type === 'summary' ? 'max' : aggregate);
    combination.add(Number(line.value));
    shown.set(key, { line, combination });
  }
  return [...shown.values()].map(({ line, combination }) => lineAt(line, combination.value));
}

function linesOf(states: readonly ForeignStates[]): readonly Line[] {
  return states.flatMap(({ lines }) => lines).map((line) => lineAt(line, Number(line.value)));
}

function lineOf({ metricName, labels, exemplar }: Omit<Line, 'value'>): Omit<ForeignGrowth['lines'][number], 'by'> {
  return { labels, ...(metricName !== undefined && { sampleName: metricName }), ...(exemplar && { exemplar }) };
}

function lineAt({ sampleName, labels }: ForeignLine, value: number): Line {
  return sampleName === undefined ? { labels, value } : { labels, value, metricName: sampleName };
}
