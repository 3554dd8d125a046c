/** Matchers for Jest and Vitest: `expect.extend(observabilityMatchers)`. */
import { samplesOf } from './exposition-reader.js';
import type { TelemetryRecorder } from './telemetry-recorder.js';

/** What can be asked for its metrics: an application under test, or the text of a scrape. */
export type MetricsText = string | { scrape(): Promise<string> };

interface MatchResult {
  readonly pass: boolean;
  message(): string;
}

interface MatcherContext {
  equals(left: unknown, right: unknown, customTesters?: unknown[]): boolean;
}

type Part = Readonly<Record<string, unknown>>;

export const observabilityMatchers = {
  /** One sample with these labels (others may be there) and, if given, this value. */
  async toHaveSample(
    received: MetricsText,
    name: string,
    labels: Readonly<Record<string, string>> = {},
    value?: number,
  ): Promise<MatchResult> {
    const text = typeof received === 'string' ? received : await received.scrape();
    const found = samplesOf(text, name, labels);
    const pass = found.some((sample) => value === undefined || sample.value === value);
    return result(pass, `sample ${name}${JSON.stringify(labels)} ${value ?? ''}`, samplesOf(text, name));
  },

  toHaveSpan(this: MatcherContext, received: TelemetryRecorder, name: string, attributes: Part = {}): MatchResult {
    const named = received.spans.filter((span) => span.name === name);
    const pass = named.some((span) => includes(this, span.attributes, attributes));
    const seen = named.length > 0 ? named.map((span) => span.attributes) : received.spans.map((span) => span.name);
    return result(pass, `span ${name} ${JSON.stringify(attributes)}`, seen);
  },

  toHaveLogged(this: MatcherContext, received: TelemetryRecorder, part: Part): MatchResult {
    return result(
      received.lines.some((line) => includes(this, line, part)),
      `log line ${JSON.stringify(part)}`,
      received.lines,
    );
  },

  toHaveOperation(this: MatcherContext, received: TelemetryRecorder, part: Part): MatchResult {
    const pass = received.operations.some((operation) => includes(this, operation as unknown as Part, part));
    return result(pass, `operation ${JSON.stringify(part)}`, received.operations);
  },
};

function includes(context: MatcherContext, whole: Part, part: Part): boolean {
  return Object.entries(part).every(([key, value]) => context.equals(whole[key], value));
}

function result(pass: boolean, wanted: string, seen: unknown): MatchResult {
  const message = () => `Expected ${pass ? 'no ' : ''}${wanted}\nSeen: ${JSON.stringify(seen, undefined, 2)}`;
  return { pass, message };
}
