/** Every handler of one application, in one list. They start in this order and end in the reverse: the span is still open when logs are written. */
import type { Recorder } from './console/index.js';
import type { Capture } from './capture/index.js';
import { ExchangeFacts, HooksHandler } from './hooks/index.js';
import type { OperationHandler } from './kernel/index.js';
import type { ApplicationLogging } from './logging/index.js';
import type { MetricsHandler } from './metrics/index.js';
import type { ObservabilityFoundation } from './observability.foundation.js';
import type { OptionalRoom } from './observability.rooms.js';
import { errorRecorder, slowMsOf } from './sources/index.js';
import type { Tracing } from './tracing/index.js';

/** What is there only where it is asked for. */
export interface HandlingRooms {
  readonly tracing: Tracing | undefined;
  readonly metricsHandler: MetricsHandler | undefined;
  readonly logging: ApplicationLogging | undefined;
  readonly capture: Capture | undefined;
  readonly recorder: Recorder | undefined;
  /** In the order in which they start; those of plugins among them. */
  readonly rooms: readonly OptionalRoom[];
  readonly hasPlugins: boolean;
}

/** A row a handler: undefined where the application does without. */
export function createHandlers(application: ObservabilityFoundation & HandlingRooms): OperationHandler[] {
  const { config, tracing, metricsHandler, logging, recorder, rooms } = application;
  if (!config.isEnabled) return [];
  const rows: readonly (OperationHandler | undefined)[] = [
    tracing?.handler,
    readsErrors(application) ? errorRecorder : undefined,
    metricsHandler,
    logging?.handler,
    ...rooms.map(({ handler }) => handler),
    ...(recorder?.handlers ?? []),
    ...config.plugins.flatMap(({ handlers = [] }) => handlers),
    hooks(application),
  ];
  return rows.filter((handler) => handler !== undefined);
}

function readsErrors({ config, tracing, capture, hasPlugins }: ObservabilityFoundation & HandlingRooms): boolean {
  return tracing !== undefined || config.logs.isEnabled || capture !== undefined || hasPlugins;
}

function hooks({ bus, config, redactor }: ObservabilityFoundation): HooksHandler {
  const exchanges = new ExchangeFacts(config.hooks.headers, redactor);
  return new HooksHandler({ bus, slowMsOf: slowMsOf(config.http), exchanges });
}
