/** Logs and traces of one application, where they are on. */
import { context, ROOT_CONTEXT, type SpanContext } from '@opentelemetry/api';
import type { ObservabilityPlugin, PluginRoom } from './config/index.js';
import type { Recorder } from './console/index.js';
import { otlpTraces, traceTree, type LogExport, type TraceTreeSink } from './exporters/index.js';
import type { Diagnostics } from './kernel/index.js';
import { takeForeignLines, type ApplicationLogging, type LoggingOptions } from './logging/index.js';
import type { ObservabilityFoundation } from './observability.foundation.js';
import { watchExport, watchLogLines } from './observability.metrics.js';
import { redactAttribute } from './security/index.js';
import { slowMsOf } from './sources/index.js';
import { startTracing, type SpanConsumer, type SpanProcessorLike, type Tracing } from './tracing/index.js';

/** Who reads along. */
export interface LogReaders {
  readonly plugins: readonly PluginRoom[];
  readonly logExport: LogExport | undefined;
  readonly recorder: Recorder | undefined;
}

/** Undefined when logs are off: the application's own logger is then left alone. */
export function createLogging(
  foundation: ObservabilityFoundation,
  { plugins, logExport, recorder }: LogReaders,
): ApplicationLogging | undefined {
  const { config, redactor, diagnostics, bus, clock, registry, source, pipeline } = foundation;
  if (!config.logs.isEnabled) return undefined;
  if (recorder !== undefined) takeForeignLines(pipeline, { redactor, take: (line) => recorder.takeLine(line) });
  // Loaded only here: an application without logs does not pay for it.
  const { ApplicationLogging } = require('./logging/application-logging.js') as Logging;
  return new ApplicationLogging({
    config: config.logs,
    redactor,
    diagnostics,
    bus,
    clock,
    slowMsOf: slowMsOf(config.http),
    source,
    ...(config.metrics.isEnabled && { onLine: watchLogLines(registry) }),
    ...(logExport !== undefined && { onRecord: (line) => logExport.take(line) }),
    ...(recorder !== undefined && { onWritten: (line) => recorder.takeLine(line) }),
    ...entryListener(plugins, diagnostics),
  });
}

/** Nothing, in the usual case where no plugin reads along. */
function entryListener(plugins: readonly PluginRoom[], diagnostics: Diagnostics): Pick<LoggingOptions, 'onEntry'> {
  const readers = plugins.filter(({ logged }) => logged !== undefined);
  if (readers.length === 0) return {};
  return {
    onEntry: (entry) => {
      for (const reader of readers) diagnostics.safely('plugin', 'logged', () => reader.logged!(entry), undefined);
    },
  };
}

export function createTracing(
  foundation: ObservabilityFoundation,
  logging: ApplicationLogging | undefined,
  recorder: Recorder | undefined,
): Tracing | undefined {
  const { config, diagnostics, clock, redactor, registry } = foundation;
  if (!config.traces.isEnabled) return undefined;
  const tracing = startTracing({
    config,
    diagnostics,
    clock,
    consumers: spanConsumers(foundation, logging, recorder),
    redact: {
      attribute: (name, value) => redactAttribute(redactor, name, value),
      text: (text) => redactor.redactText(text),
      id: (id) => redactor.redactId(id),
    },
  });
  watchExport(registry, 'traces', () => tracing.exportState());
  return tracing;
}

function spanConsumers(
  { config, diagnostics, clock }: ObservabilityFoundation,
  logging: ApplicationLogging | undefined,
  recorder: Recorder | undefined,
): SpanConsumer[] {
  const { traces, plugins } = config;
  const print: TraceTreeSink = (tree, root) => {
    const work = (): void => printTree(logging, tree, root.spanContext());
    if (recorder === undefined) work();
    else recorder.unheard(work);
  };
  return [
    ...(traces.exporter === 'otlp' ? [otlpTraces({ config: traces, diagnostics, clock })] : []),
    ...(traces.tree ? [traceTree({ sink: print })] : []),
    ...plugins.flatMap(spanConsumersOf),
    ...(recorder === undefined ? [] : [recorder.spanConsumer]),
  ];
}

/** One line of the log per row, so that standard output stays a stream of JSON lines. */
function printTree(logging: ApplicationLogging | undefined, tree: string, { traceId, spanId }: SpanContext): void {
  const fields = { target: 'Trace', trace_id: traceId, span_id: spanId };
  // Outside any operation: the row is about the trace, not part of what happens to be current.
  context.with(ROOT_CONTEXT, () => {
    for (const row of tree.split('\n')) logging?.logger.info(fields, row);
  });
}

function spanConsumersOf({ name, spanProcessors = [] }: ObservabilityPlugin): SpanConsumer[] {
  return spanProcessors.map((processor, index) => ({
    name: `${name}#${index}`,
    create: () => processor as unknown as SpanProcessorLike,
  }));
}

type Logging = typeof import('./logging/application-logging.js');
