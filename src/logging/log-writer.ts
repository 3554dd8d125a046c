/**
 * The one way out: whoever logs, a line passes level, flood limit, redaction and format here, and leaves in one write.
 * Nothing in it reaches the caller: a fault is counted.
 */
import type { LogsConfig } from '../config/index.js';
import { systemClock, type Clock, type Diagnostics, type SourceLines, type TelemetryBus } from '../kernel/index.js';
import type { Redactor } from '../security/index.js';
import { FloodLimit, type SuppressedLines } from './flood-limit.js';
import { LineField, type LogLine } from './line-sink.js';
import { DEFAULT_TARGET, type LogEntry } from './log-entry.js';
import { levelWord, lineOf, lineText, type LineOptions } from './log-fields.js';
import { LEVEL_VALUES, type LogLevels } from './log-level.js';
import { prettyLine } from './pretty-line.js';
import type { LineDestination } from './standard-output.js';

export interface LogWriterOptions {
  readonly config: Pick<LogsConfig, 'pretty' | 'maxPerSecond' | 'callSite'>;
  readonly levels: LogLevels;
  readonly redactor: Redactor;
  readonly diagnostics: Diagnostics;
  readonly destination: LineDestination;
  /** Whether pretty lines have colours. */
  readonly isColoured: boolean;
  readonly clock: Clock;
  readonly bus?: TelemetryBus | undefined;
  /** Told about every line written, with its level as it stands in the line. */
  readonly onLine?: ((level: string) => void) | undefined;
  /** Takes each line as the object that was written, redacted: for exporters beside the destination. */
  readonly onRecord?: ((line: LogLine) => void) | undefined;
  /** Takes each line as it was written: its JSON text, or where lines are pretty its object; redacted. No object is made for it. */
  readonly onWritten?: ((line: LogLine | string) => void) | undefined;
  /** Told about every line as it was handed over, not redacted. */
  readonly onEntry?: ((entry: LogEntry) => void) | undefined;
  /** With it, errors show their frames. */
  readonly source?: SourceLines | undefined;
}

const SUPPRESSED = new LineField('suppressed');

export class LogWriter {
  private readonly flood: FloodLimit;
  private readonly lineOptions: LineOptions;
  private readonly nowMs: () => number;
  private lastMs = NaN;
  private lastTimestamp = '';

  constructor(private readonly options: LogWriterOptions) {
    const { config, clock, diagnostics, redactor } = options;
    const report = (suppressed: SuppressedLines): void => this.summarise(suppressed);
    this.flood = new FloodLimit({ maxPerSecond: config.maxPerSecond, clock, diagnostics, report });
    this.lineOptions = { redactor, hasCallSite: config.callSite, source: options.source };
    // Lines tell the time of day, which a monotonic clock loses while a machine sleeps.
    this.nowMs = clock === systemClock ? Date.now : () => clock.toEpochMs(clock.now());
  }

  isEnabled(target: string | undefined, level: number): boolean {
    return this.options.levels.isEnabled(target, level);
  }

  isEnabledSomewhere(level: number): boolean {
    return this.options.levels.isEnabledSomewhere(level);
  }

  write(entry: LogEntry): void {
    if (!this.isEnabled(entry.target, entry.level)) return;
    try {
      if (this.isAdmitted(entry)) this.writeLine(entry);
    } catch (error) {
      this.failed(error);
    }
  }

  /** The text of a line, with its end, for `insist`; whoever else takes lines has it now, whatever levels and flood limit say. */
  textOf(entry: LogEntry): string {
    const line = lineOf(entry, this.timestamp(), this.lineOptions);
    const text = this.shown(line);
    this.isolate(() => this.tell(line, text));
    return `${text}\n`;
  }

  /** Writes such a text, and throws what the destination throws: its owner keeps it. Returns what the destination does. */
  insist(text: string): unknown {
    const written = this.options.destination.write(text);
    this.options.onLine?.('INFO');
    return written;
  }

  /** Runs a step of logging; whoever logs never meets its faults. */
  isolate(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.failed(error);
    }
  }

  /** Hands on whatever a buffer still holds. */
  flush(): void {
    const { destination, diagnostics } = this.options;
    try {
      const flushed: unknown = destination.flushSync?.();
      if (flushed !== undefined) diagnostics.follow('logging', 'flush', flushed);
    } catch (error) {
      diagnostics.failed('logging', 'flush', error);
    }
  }

  close(): void {
    this.flood.close();
    this.flush();
  }

  private failed(error: unknown): void {
    this.options.diagnostics.failed('logging', 'write', error);
  }

  private isAdmitted({ own, target, message, level }: LogEntry): boolean {
    return own !== undefined || this.flood.admits(target ?? DEFAULT_TARGET, message, level);
  }

  private writeLine(entry: LogEntry): void {
    if (this.isTextEnough(entry)) this.writeText(entry);
    else this.writeObject(entry);
  }

  /** Whether nobody looks into the line and no field of it may meet another of the same name. */
  private isTextEnough({ fields }: LogEntry): boolean {
    const { config, onRecord } = this.options;
    const isSeenByNobody = !config.pretty && onRecord === undefined && !this.hasListeners;
    return isSeenByNobody && (fields === undefined || fields.length === 0);
  }

  private get hasListeners(): boolean {
    return this.options.bus?.hasListeners('log') === true;
  }

  private writeText(entry: LogEntry): void {
    const text = lineText(entry, this.timestamp(), this.lineOptions);
    this.send(entry, text);
    this.options.onWritten?.(text);
  }

  private writeObject(entry: LogEntry): void {
    const line = lineOf(entry, this.timestamp(), this.lineOptions);
    const text = this.shown(line);
    this.send(entry, text);
    this.tell(line, text);
  }

  private shown(line: LogLine): string {
    const { config, isColoured } = this.options;
    return config.pretty ? prettyLine(line, isColoured) : JSON.stringify(line);
  }

  private tell(line: LogLine, text: string): void {
    const { config, onRecord, onWritten } = this.options;
    onRecord?.(line);
    onWritten?.(config.pretty ? line : text);
    if (this.hasListeners) this.announce(line);
  }

  private send(entry: LogEntry, text: string): void {
    const { destination, diagnostics, onLine, onEntry } = this.options;
    const written = destination.write(`${text}\n`);
    if (typeof written === 'object') diagnostics.follow('logging', 'write', written);
    // What explains a crash must be out before it.
    if (entry.level >= LEVEL_VALUES.error) this.flush();
    onLine?.(levelWord(entry));
    onEntry?.(entry);
  }

  private announce(line: LogLine): void {
    this.options.bus?.emit('log', {
      level: line['level'] as string,
      message: line['message'] as string,
      ...known('traceId', line['trace_id']),
      ...known('spanId', line['span_id']),
      ...known('requestId', line['request_id']),
      ...known('correlationId', line['correlation_id']),
    });
  }

  private summarise({ target, message, level, count }: SuppressedLines): void {
    const text = this.options.redactor.redactText(message);
    const summary = `Repeated ${count} more times within a second and not written: ${text}`;
    this.write({ level, target, message: summary, own: (line) => line.put(SUPPRESSED, count) });
  }

  /** Many lines share a millisecond. */
  private timestamp(): string {
    const nowMs = Math.floor(this.nowMs());
    if (nowMs !== this.lastMs) {
      this.lastMs = nowMs;
      this.lastTimestamp = new Date(nowMs).toISOString();
    }
    return this.lastTimestamp;
  }
}

function known(name: string, value: unknown): object | undefined {
  return typeof value === 'string' ? { [name]: value } : undefined;
}
