/** The metrics of the application that code runs in, for decorators: they stand outside of Nest's injector. */
import { pipelineFor, type OperationPipeline } from '../../kernel/index.js';
import { MetricService } from './metric.service.js';
import { OtelInstruments } from './otel-instruments.js';

const services = new WeakMap<OperationPipeline, MetricService>();
const idle = new MetricService(new OtelInstruments(undefined));

export function shareMetricService(pipeline: OperationPipeline, service: MetricService): void {
  services.set(pipeline, service);
}

/** Of the current operation's application, else the newest; one that records nothing where there is none. */
export function metricServiceHere(): MetricService {
  const pipeline = pipelineFor(undefined);
  return (pipeline && services.get(pipeline)) ?? idle;
}
