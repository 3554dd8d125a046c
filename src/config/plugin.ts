import type { Provider } from '@nestjs/common';
import type { ConsolePage } from './console-page.options.js';
import type { ResolvedConfig } from './resolved-config.js';
import type {
  Attributes,
  Clock,
  Diagnostics,
  MetricDefinition,
  Operation,
  OperationHandler,
  OperationPipeline,
  OperationSource,
  SourceLines,
} from '../kernel/index.js';

/**
 * A part that is added to the library: handlers, sources, receivers of spans, pages.
 * A part of its own, such as one with an outside package, brought in from a subpath like `nestjs-observability/sentry`.
 *
 * @example
 * ```ts
 * const slowNotes: ObservabilityPlugin = {
 *   name: 'slow-notes',
 *   handlers: [{
 *     name: 'slow-notes',
 *     handles: (kind) => kind === 'http.server',
 *     end: ({ name, durationMs }) => void (durationMs > 1_000 && console.warn(name, durationMs)),
 *   }],
 * };
 *
 * ObservabilityModule.forRoot({ plugins: [slowNotes] });
 * ```
 */
export interface ObservabilityPlugin {
  readonly name: string;
  readonly providers?: readonly Provider[];
  /** Handlers that react to operations after ours. */
  readonly handlers?: readonly OperationHandler[];
  /** Classes that extend `Instrument` of `nestjs-observability/instruments`: injected as ours are, and made when first asked for. */
  readonly instruments?: readonly PluginInstrument[];
  /** Sources of operations beside ours, made from what was configured. */
  readonly sources?: (config: ResolvedConfig) => readonly OperationSource[];
  /** Receivers of finished spans (OpenTelemetry `SpanProcessor`s). Their presence alone makes spans be created. */
  readonly spanProcessors?: readonly SpanReceiver[];
  /** Pages of its own in the console. */
  readonly consolePages?: readonly ConsolePage[];
  /** What it does in one application, made when that is put together; undefined where there is nothing to do. */
  readonly room?: (host: PluginHost) => PluginRoom | undefined;
  /** Another source of time, for tests. */
  readonly clock?: Clock;
}

/** A class that extends `Instrument`; see `src/instruments`. */
export interface PluginInstrument {
  new (host: never): object;
  readonly metrics: readonly MetricDefinition[];
}

/**
 * What an application lends to its plugins.
 *
 * @example
 * ```ts
 * const greeting: ObservabilityPlugin = {
 *   name: 'greeting',
 *   room: ({ config, redactor }: PluginHost) => {
 *     const url = redactor.redactUrl(config.traces.endpoint);
 *     return { start: () => console.log(`${config.service.name} sends traces to ${url}`), close: () => undefined };
 *   },
 * };
 * ```
 */
export interface PluginHost {
  readonly config: ResolvedConfig;
  readonly pipeline: OperationPipeline;
  readonly diagnostics: Diagnostics;
  readonly redactor: PluginRedactor;
  /** Of the application's own code. */
  readonly source: SourceLines;
}

/** The redactor's part that plugins need; see `src/security`. */
export interface PluginRedactor {
  /** A copy of plain data without secrets, bounded in depth and size. */
  redactValue(value: unknown): unknown;
  /** The text without secrets, cut to a length. */
  redactText(text: string, maxLength?: number): string;
  /** The URL without secrets in its query and its user part. */
  redactUrl(url: string): string;
  /** A copy without secrets. */
  redactHeaders(
    headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  ): Record<string, string | string[]>;
}

/**
 * A plugin's part in one application. It is told things on the application's own path, and must neither throw nor wait there.
 *
 * @example
 * ```ts
 * class RequestCount implements PluginRoom {
 *   readonly handler: OperationHandler = {
 *     name: 'request-count',
 *     handles: (kind) => kind === 'http.server',
 *     end: () => void this.count++,
 *   };
 *   private count = 0;
 *
 *   close(): void {
 *     console.log(`${this.count} requests were served`);
 *   }
 * }
 * ```
 */
export interface PluginRoom {
  /** How it follows operations. */
  readonly handler?: OperationHandler;
  /** Once the application's modules are initialised. */
  start?(application: PluginApplication): void;
  /** An error that the application hands over itself (`ObservabilityService.captureError`), inside an operation or outside. */
  captured?(error: unknown, context: Attributes | undefined): void;
  /** The process is crashing: there may be no later turn of the event loop. */
  crashed?(error: unknown, kind: CrashKind): void;
  /** A line has been written to the application's log. It is not redacted. */
  logged?(line: LoggedLine): void;
  /** After the sources have let go; takes no longer than `shutdown.flushTimeoutMs`. */
  close(): void | Promise<void>;
}

/** The application, once its modules are initialised. */
export interface PluginApplication {
  /** Of a class that Nest knows; undefined where several modules have one of that name. */
  moduleOf(className: string): string | undefined;
}

/** How the process crashed, as Node calls it. */
export type CrashKind = 'uncaughtException' | 'unhandledRejection';

/** A line of the application's log. */
export interface LoggedLine {
  /** pino's number: 30 is info, 50 is error. */
  readonly level: number;
  /** Nest's context: usually a class. */
  readonly target?: string | undefined;
  readonly message: string;
  /** The operation that the line is about; default is the current one. */
  readonly operation?: Operation | undefined;
}

/** OpenTelemetry's SpanProcessor, typed structurally so that any version of the SDK fits. */
export interface SpanReceiver {
  /** A span has started. */
  onStart(span: never, parentContext: never): void;
  /** A span has ended. */
  onEnd(span: never): void;
  /** Sends what has been kept. */
  forceFlush(): Promise<void>;
  /** Sends what has been kept, and stops. */
  shutdown(): Promise<void>;
}
