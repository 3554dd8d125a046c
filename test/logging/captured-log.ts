/** An application's log whose lines are kept, for specs. */
import { resolveConfig, type LogsConfig } from '../../src/config/index.js';
import { Diagnostics, TelemetryBus, type Clock } from '../../src/kernel/index.js';
import { ApplicationLogging, type LoggingOptions } from '../../src/logging/application-logging.js';
import { Redactor } from '../../src/security/index.js';
import { redactionConfig } from '../support/redaction-config.js';

export type Line = Readonly<Record<string, unknown>> & { readonly message: string; readonly level: string };

const CONFIG: LogsConfig = { ...resolveConfig({}, { env: {}, isTerminal: false }).logs, maxPerSecond: 0 };

export class CapturedLog {
  readonly texts: string[] = [];
  readonly warnings: string[] = [];
  readonly diagnostics = new Diagnostics((message) => this.warnings.push(message));
  readonly bus = new TelemetryBus(this.diagnostics);
  readonly logging: ApplicationLogging;

  constructor(config: Partial<LogsConfig> = {}, more: Partial<LoggingOptions> = {}) {
    const destination = { write: (text: string) => void this.texts.push(text) };
    this.logging = new ApplicationLogging({
      config: { ...CONFIG, destination, ...config },
      redactor: new Redactor(redactionConfig),
      diagnostics: this.diagnostics,
      bus: this.bus,
      ...more,
    });
  }

  get pino() {
    return this.logging.logger;
  }

  /** Each write is exactly one line of JSON. */
  get lines(): Line[] {
    return this.texts.map((text) => {
      if (text.indexOf('\n') !== text.length - 1) throw new Error(`not one line: ${text}`);
      return JSON.parse(text) as Line;
    });
  }

  get last(): Line {
    return this.lines.at(-1)!;
  }

  get messages(): string[] {
    return this.lines.map(({ message }) => message);
  }
}

export class ManualClock implements Clock {
  nowMs = 0;

  now(): number {
    return this.nowMs;
  }

  toEpochMs(reading: number): number {
    return reading;
  }
}
