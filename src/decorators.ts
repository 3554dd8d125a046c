/** Every decorator, in one list: a new one is a file in the room whose affair it is, and a line here. */
export { HealthContributor, type HealthContributorDecorator } from './health/health-contributor.decorator.js';
export { OnTelemetry, type OnTelemetryDecorator } from './hooks/on-telemetry.decorator.js';
export { Audited, type AuditedOptions } from './logging/audit/audited.decorator.js';
export { Counted } from './metrics/counted.decorator.js';
export { Gauged } from './metrics/gauged.decorator.js';
export { MetricLabel, NoMetrics, type MetricLabelOptions } from './metrics/label.decorator.js';
export { Timed } from './metrics/timed.decorator.js';
export { Observed, type ObservedOptions } from './observed.decorator.js';
export { Slo, type SloOptions } from './slo/slo.decorator.js';
export { Observability, type RouteSettings } from './sources/http/observability.decorator.js';
export { NoTrace } from './tracing/no-trace.decorator.js';
export { SpanAttribute } from './tracing/span-attribute.decorator.js';
export { Traced, type TracedOptions } from './tracing/traced.decorator.js';
