import type { Provider } from '@nestjs/common';
import type { ResolvedConfig } from './resolved-config.js';
import type { Clock, OperationHandler, OperationSource } from '../kernel/index.js';

/** A part of its own, such as one with an outside package, brought in from a subpath like `nestjs-observability/sentry`. */
export interface ObservabilityPlugin {
  readonly name: string;
  readonly providers?: readonly Provider[];
  /** Handlers that react to operations after ours. */
  readonly handlers?: readonly OperationHandler[];
  /** Sources of operations beside ours, made from what was configured. */
  readonly sources?: (config: ResolvedConfig) => readonly OperationSource[];
  /** Receivers of finished spans (OpenTelemetry `SpanProcessor`s). Their presence alone makes spans be created. */
  readonly spanProcessors?: readonly SpanReceiver[];
  /** Another source of time, for tests. */
  readonly clock?: Clock;
}

/** OpenTelemetry's SpanProcessor, typed structurally so that any version of the SDK fits. */
export interface SpanReceiver {
  onStart(span: never, parentContext: never): void;
  onEnd(span: never): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}
