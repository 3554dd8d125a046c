/** What has changed since the last batch. The stores push nothing: they are asked. */
import type { LiveBatch, LogRow, TraceRow } from '../shapes/index.js';

export type ChangedTopic = LiveBatch['changed'][number];

interface Changes<Row> {
  readonly rows: readonly Row[];
  /** Changes beyond the limit. */
  readonly omitted: number;
}

/** What the console keeps, as far as the live view asks for it. */
export interface LiveSources {
  readonly traces: {
    /** Of the newest change. */
    readonly sequence: number;
    changedSince(sequence: number, limit: number): Changes<TraceRow>;
    removedSince(sequence: number): readonly string[];
  };
  readonly logs: {
    /** Of the newest line. */
    readonly sequence: number;
    since(sequence: number, limit: number): Changes<LogRow>;
  };
  /** Each tells something else after a change. */
  readonly versions: { readonly [Topic in ChangedTopic]?: () => unknown };
}

const MAX_TRACES = 200;
const MAX_LOGS = 500;

export class BatchMaker {
  private traceSequence = 0;
  private logSequence = 0;
  private versions = new Map<ChangedTopic, unknown>();

  constructor(private readonly sources: LiveSources) {
    this.skip();
  }

  /** What was until now is in no batch. */
  skip(): void {
    const { traces, logs } = this.sources;
    this.traceSequence = traces.sequence;
    this.logSequence = logs.sequence;
    this.versions = this.versionsNow();
  }

  /** Undefined where nothing has changed. */
  next(): LiveBatch | undefined {
    const changed = this.changed();
    if (!this.hasMoved() && changed.length === 0) return undefined;
    const { traces, logs } = this.sources;
    const newTraces = traces.changedSince(this.traceSequence, MAX_TRACES);
    const newLogs = logs.since(this.logSequence, MAX_LOGS);
    const removedTraceIds = traces.removedSince(this.traceSequence);
    this.skip();
    return {
      traces: newTraces.rows,
      omittedTraces: newTraces.omitted,
      logs: newLogs.rows,
      omittedLogs: newLogs.omitted,
      removedTraceIds,
      changed,
    };
  }

  private hasMoved(): boolean {
    const { traces, logs } = this.sources;
    return traces.sequence !== this.traceSequence || logs.sequence !== this.logSequence;
  }

  private changed(): ChangedTopic[] {
    const now = this.versionsNow();
    return [...now.keys()].filter((topic) => now.get(topic) !== this.versions.get(topic));
  }

  private versionsNow(): Map<ChangedTopic, unknown> {
    const { versions } = this.sources;
    const topics = Object.keys(versions) as ChangedTopic[];
    return new Map(topics.map((topic) => [topic, versions[topic]!()]));
  }
}
