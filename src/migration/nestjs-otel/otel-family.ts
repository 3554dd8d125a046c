/**
 * A metric whose labels are only known when a value arrives, as OpenTelemetry's API has them. Each set of labels is a table of the
 * family; a value with one label set too many is recorded without labels, so that totals stay exact.
 */
import type { Attributes } from '@opentelemetry/api';
import type { MetricType } from '../../kernel/index.js';
import type { CellsByType, MetricFamily } from '../../metrics/index.js';
import { labelName, labelValue } from './prometheus-names.js';

/** An instrument has one to three sets; keys made from data would be kept for ever. */
const MAX_LABEL_SETS = 16;

export class OtelFamily<T extends MetricType> {
  private readonly labelSets = new Set<string>();

  constructor(readonly family: MetricFamily<T>) {
    // Shown from the first value on: a 0 without labels would stand beside the series with labels for ever.
    family.remove([]);
  }

  cell(attributes: Attributes = {}): CellsByType[T] {
    const labels = labelsOf(attributes);
    const names = this.isAdmitted(labels) ? Object.keys(labels) : [];
    return this.family.series(names).find(names.map((name) => labels[name]!));
  }

  private isAdmitted(labels: Readonly<Record<string, string>>): boolean {
    const key = Object.keys(labels).join();
    if (this.labelSets.has(key)) return true;
    const hasRoom = this.labelSets.size < MAX_LABEL_SETS;
    if (hasRoom) this.labelSets.add(key);
    else this.family.refuseLabel(key);
    return hasRoom;
  }
}

/** In alphabetical order: the order in which the caller names attributes says nothing. */
function labelsOf(attributes: Attributes): Readonly<Record<string, string>> {
  const present = Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined || value === null ? [] : [[labelName(name), labelValue(value)] as const],
  );
  return Object.fromEntries(present.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
