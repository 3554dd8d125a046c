/** Keeps what an application tells about itself, for tests: operations, spans and log lines, in the order they ended. */
import { setTimeout } from 'node:timers/promises';
import type { ObservabilityOptions, ObservabilityPlugin } from '../config/index.js';
import type { Clock, OperationHandler } from '../kernel/index.js';
import { describeNearMiss, search, type Expectation } from './expectation.js';
import { recorded, type LogLine, type RecordedOperation, type RecordedSpan } from './recorded.js';
import { show, showFields, showList } from './show.js';
import { traceTree } from './trace-tree.js';

/**
 * How long is waited.
 *
 * @example
 * ```ts
 * const patience: WaitOptions = { timeoutMs: 10_000 };
 *
 * await app.get(TelemetryRecorder).waitFor({ span: 'GET /orders/:id' }, patience);
 * ```
 */
export interface WaitOptions {
  /** How long, in milliseconds. @default 3000 */
  readonly timeoutMs?: number;
}

/** So many of each are kept; the oldest make room for the newest. */
const MAX_RECORDS = 100_000;
const LOOK_EVERY_MS = 5;

/**
 * What an application has told: operations, spans and log lines, in the order they ended.
 *
 * @example
 * ```ts
 * const recorder = new TelemetryRecorder();
 *
 * ObservabilityModule.forRoot(recorder.observing({ traces: { sampleRatio: 1 } }));
 * await recorder.waitFor({ span: 'GET /orders/:id' });
 * ```
 */
export class TelemetryRecorder {
  readonly operations: RecordedOperation[] = [];
  /** Every operation that began, in that order: `kind name`. */
  readonly started: string[] = [];
  readonly spans: RecordedSpan[] = [];
  readonly lines: LogLine[] = [];
  /** Lines that were not JSON; a test may want there to be none. */
  readonly brokenLines: string[] = [];
  private readMetrics: (() => Promise<string>) | undefined;

  constructor(private readonly clock?: Clock) {}

  /** Options that make an application tell this recorder; merge them with your own by `recorder.observing({ … })`. */
  observing(options: ObservabilityOptions = {}): ObservabilityOptions {
    return {
      ...options,
      logs: { destination: this.destination, ...options.logs },
      plugins: [...(options.plugins ?? []), this.plugin()],
    };
  }

  /** Takes lines of JSON, as `logs.destination`. */
  get destination(): { write(text: string): void } {
    return { write: (text) => this.keepLines(text) };
  }

  /** What `observing` adds to the plugins. */
  plugin(): ObservabilityPlugin {
    return {
      name: 'telemetry-recorder',
      handlers: [this.handler()],
      spanProcessors: [
        {
          onStart: () => undefined,
          onEnd: (span: RecordedSpan) => keep(this.spans, span),
          forceFlush: async () => undefined,
          shutdown: async () => undefined,
        },
      ],
      ...(this.clock && { clock: this.clock }),
    };
  }

  /** Forgets what was recorded; what is under way will still be recorded. */
  clear(): void {
    for (const list of [this.operations, this.started, this.spans, this.lines, this.brokenLines]) list.length = 0;
  }

  /** Where `scrape` reads from now on; `ObservabilityTestingModule` says so. */
  readMetricsFrom(read: () => Promise<string>): void {
    this.readMetrics = read;
  }

  /**
   * The application's metrics as Prometheus text, without asking over HTTP.
   * @throws TypeError without `ObservabilityTestingModule`
   */
  async scrape(): Promise<string> {
    if (this.readMetrics !== undefined) return this.readMetrics();
    throw new TypeError('This recorder knows no metrics. Import ObservabilityTestingModule, or scrape /metrics.');
  }

  /**
   * Resolves once `wanted` holds or is there; rejects after `timeoutMs` with what was recorded until then.
   * @param wanted `{ span: 'GET /' }`, `{ operation: { kind: 'http.server' } }`, `{ log: { message: 'sold' } }`, or a question
   */
  async waitFor(
    wanted: Expectation | ((recorder: this) => unknown),
    { timeoutMs = 3000 }: WaitOptions = {},
  ): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    while (!this.holds(wanted)) {
      if (performance.now() > deadline) throw new Error(this.inVain(wanted, timeoutMs));
      await setTimeout(LOOK_EVERY_MS);
    }
  }

  /** A page of text for failure messages: the newest operations, traces as trees, the newest lines. */
  summary(): string {
    if (this.isEmpty) return NOTHING;
    const operations = this.operations.map(({ kind, name, outcome }) => `${kind} ${name} ${outcome}`);
    const lines = this.lines.map(({ timestamp: _timestamp, ...line }) => showFields(line));
    return [
      showList('Operations', operations),
      showList('Spans', traceTree(this).split('\n').filter(Boolean), 40),
      showList('Log lines', lines),
    ].join('\n');
  }

  private get isEmpty(): boolean {
    return this.started.length + this.operations.length + this.spans.length + this.lines.length === 0;
  }

  private holds(wanted: Expectation | ((recorder: this) => unknown)): boolean {
    return typeof wanted === 'function' ? Boolean(wanted(this)) : search(this, wanted).found.length > 0;
  }

  private inVain(wanted: Expectation | ((recorder: this) => unknown), timeoutMs: number): string {
    const title = `Waited ${timeoutMs} ms in vain`;
    if (typeof wanted === 'function') return `${title} until ${show(String(wanted))}\n\n${this.summary()}`;
    const { wanted: what, nearest } = search(this, wanted);
    return [`${title} for ${what}`, nearest && describeNearMiss(nearest), this.summary()].filter(Boolean).join('\n\n');
  }

  private handler(): OperationHandler {
    return {
      name: 'telemetry-recorder',
      handles: () => true,
      // Methods become operations for their span's sake, not for a recorder's.
      wants: () => false,
      start: ({ kind, name }) => keep(this.started, `${kind} ${name}`),
      end: (operation) => keep(this.operations, recorded(operation)),
    };
  }

  private keepLines(text: string): void {
    for (const line of text.split('\n').filter(Boolean)) {
      try {
        keep(this.lines, JSON.parse(line) as LogLine);
      } catch {
        keep(this.brokenLines, line);
      }
    }
  }
}

const NOTHING = `Nothing was recorded. An application is observed once it is initialised: \
\`await module.init()\`, or \`await app.listen(0)\`.`;

function keep<T>(list: T[], item: T): void {
  if (list.length >= MAX_RECORDS) list.shift();
  list.push(item);
}
