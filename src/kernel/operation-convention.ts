/**
 * How operations of one kind are named and measured, kept apart from how they are timed. A source declares its
 * convention as data; the metrics room reads it without knowing the source.
 */
import type { MetricDefinition } from './metric-definition.js';
import type { Operation, OperationKind } from './operation.js';

/** A metric that operations of one kind feed. */
export interface OperationMeasure {
  /** Label names must be the first of `OperationConvention.labelNames`; how many is the definition's affair. */
  readonly definition: MetricDefinition;
  /** `active` is raised at the start and lowered at the end; a function gives the amount, undefined records nothing. */
  readonly value: 'count' | 'duration' | 'active' | ((operation: Operation) => number | undefined);
  /** Its stable counterpart in OpenTelemetry's conventions: measured instead with `conventions: 'otel'`. */
  readonly otel?: StandardMeasure;
}

/**
 * A metric under OpenTelemetry's stable name, as Prometheus writes it: dots are underscores, the unit comes last. Its labels are
 * attributes, empty where an attribute is absent.
 */
export interface StandardMeasure {
  readonly definition: MetricDefinition;
  /** In the order of the definition's label names; called at the end. */
  readonly labels: (operation: Operation) => readonly string[];
}

/** How operations of one kind are labelled, and what is measured of them. */
export interface OperationConvention {
  readonly kind: OperationKind;
  /** Order of `Operation.labels`. */
  readonly labelNames: readonly string[];
  readonly measures: readonly OperationMeasure[];
}
