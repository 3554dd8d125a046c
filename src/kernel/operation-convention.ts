/**
 * How operations of one kind are named and measured, kept apart from how they are timed. A source declares its
 * convention as data; the metrics room reads it without knowing the source.
 */
import type { MetricDefinition } from './metric-definition.js';
import type { Operation, OperationKind } from './operation.js';

export interface OperationMeasure {
  /** Label names must be the first of `OperationConvention.labelNames`; how many is the definition's affair. */
  readonly definition: MetricDefinition;
  /** `active` is raised at the start and lowered at the end; a function gives the amount, undefined records nothing. */
  readonly value: 'count' | 'duration' | 'active' | ((operation: Operation) => number | undefined);
}

export interface OperationConvention {
  readonly kind: OperationKind;
  /** Order of `Operation.labels`. */
  readonly labelNames: readonly string[];
  readonly measures: readonly OperationMeasure[];
}
