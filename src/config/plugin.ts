import type { Provider } from '@nestjs/common';
import type { ConsolePage } from './console-page.options.js';
import type { ResolvedConfig } from './resolved-config.js';
import type {
  Attributes,
  Clock,
  Diagnostics,
  Operation,
  OperationHandler,
  OperationPipeline,
  OperationSource,
  SourceLines,
} from '../kernel/index.js';

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
  /** Pages of its own in the console. */
  readonly consolePages?: readonly ConsolePage[];
  /** What it does in one application, made when that is put together; undefined where there is nothing to do. */
  readonly room?: (host: PluginHost) => PluginRoom | undefined;
  /** Another source of time, for tests. */
  readonly clock?: Clock;
}

/** What an application lends to its plugins. */
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
  redactValue(value: unknown): unknown;
  redactText(text: string, maxLength?: number): string;
  redactUrl(url: string): string;
  redactHeaders(
    headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  ): Record<string, string | string[]>;
}

/** A plugin's part in one application. It is told things on the application's own path, and must neither throw nor wait there. */
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

export interface PluginApplication {
  /** Of a class that Nest knows; undefined where several modules have one of that name. */
  moduleOf(className: string): string | undefined;
}

export type CrashKind = 'uncaughtException' | 'unhandledRejection';

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
  onStart(span: never, parentContext: never): void;
  onEnd(span: never): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}
