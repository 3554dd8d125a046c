/** One application's log, put together: what the composition root needs to know of this room. */
import type { Logger } from 'pino';
import type { LogsConfig } from '../config/index.js';
import {
  systemClock,
  type Clock,
  type Diagnostics,
  type Operation,
  type OperationPipeline,
  type SourceLines,
  type TelemetryBus,
} from '../kernel/index.js';
import type { Redactor } from '../security/index.js';
import type { LogLine } from './line-sink.js';
import { LEVEL_VALUES, LogLevels } from './log-level.js';
import type { LogEntry } from './log-entry.js';
import { LogWriter } from './log-writer.js';
import { LoggingHandler } from './logging.handler.js';
import { flushNestBuffer, installNestLogger, NestLoggerBridge, type MakesRoom } from './nest-logger-bridge.js';
import { createPino } from './pino-logger.js';
import { openStandardOutput, StandardOutput, type LineDestination } from './standard-output.js';

export interface LoggingOptions {
  readonly config: LogsConfig;
  readonly redactor: Redactor;
  readonly diagnostics: Diagnostics;
  /** @default the system's */
  readonly clock?: Clock;
  /** Gets a `log` event per line, while somebody listens. */
  readonly bus?: TelemetryBus;
  /** Told about every line written: `INFO`, `ERROR`, … */
  readonly onLine?: (level: string) => void;
  /** Takes each line as the object that was written, redacted. */
  readonly onRecord?: (line: LogLine) => void;
  /** Takes each line as it was written: its JSON text, or where lines are pretty its object; redacted. */
  readonly onWritten?: (line: LogLine | string) => void;
  /** Told about every line as it was handed over, not redacted. */
  readonly onEntry?: (entry: LogEntry) => void;
  /** Where errors find the source of their frames; used with `logs.frames` only. */
  readonly source?: SourceLines;
  /** How long is slow, in milliseconds, for this operation; 0 is never. @default never */
  readonly slowMsOf?: (operation: Operation) => number;
}

export class ApplicationLogging {
  /** pino, with this application's lines. */
  readonly logger: Logger;
  readonly handler: LoggingHandler;
  readonly levels: LogLevels;
  /** For whoever wants Nest's interface: `app.useLogger(…)`. */
  readonly nestLogger: NestLoggerBridge;
  private readonly writer: LogWriter;
  private readonly destination: LineDestination;
  private uninstall: (() => void) | undefined;

  constructor(options: LoggingOptions) {
    const { config, redactor, diagnostics, clock = systemClock, bus, slowMsOf = never } = options;
    const { onLine, onRecord, onWritten, onEntry } = options;
    const source = config.frames ? options.source : undefined;
    this.levels = new LogLevels(config.level);
    this.destination = config.destination ?? openStandardOutput(diagnostics);
    const isColoured = config.destination === undefined && process.stdout.isTTY && process.stdout.hasColors();
    const { levels, destination } = this;
    this.writer = new LogWriter({
      config,
      levels,
      redactor,
      diagnostics,
      destination,
      clock,
      bus,
      onLine,
      onRecord,
      onWritten,
      onEntry,
      source,
      isColoured,
    });
    this.logger = createPino({ writer: this.writer, levels, destination });
    this.handler = new LoggingHandler({ writer: this.writer, redactor, config, slowMsOf });
    this.nestLogger = new NestLoggerBridge(this.writer);
  }

  /**
   * Sends the lines of Nest's own `Logger` here while this application is current. Call it as early as possible; a logger
   * that the user chose stays, unless `makesRoom` says otherwise.
   */
  installNestLogger(pipeline: OperationPipeline, makesRoom?: MakesRoom): void {
    this.uninstall ??= installNestLogger(this.nestLogger, pipeline, makesRoom);
  }

  /** Writes what Nest holds back under `bufferLogs: true`. Call it when the application had its chance for `useLogger`. */
  flushNestBuffer(): void {
    flushNestBuffer();
  }

  /** A warning of the library about itself. */
  warn(message: string): void {
    this.writer.write({ level: LEVEL_VALUES.warn, target: 'Observability', message });
  }

  /** The text of a line, with its end, for who writes it by `rawLines`. */
  textOf(entry: LogEntry): string {
    return this.writer.textOf(entry);
  }

  /** Takes lines that neither levels nor the flood limit may keep back; throws what the destination throws. */
  get rawLines(): LineDestination {
    return { write: (text) => this.writer.insist(text), flushSync: () => this.writer.flush() };
  }

  flush(): void {
    this.writer.flush();
  }

  /** Hands on what is pending and gives Nest its logger back. Lines that come later are still written. */
  close(): void {
    this.uninstall?.();
    this.uninstall = undefined;
    this.writer.close();
    // A stream of the user's is the user's to close.
    if (this.destination instanceof StandardOutput) this.destination.close();
  }
}

function never(): number {
  return 0;
}
