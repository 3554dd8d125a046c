/**
 * `GET export`: all that is in memory as one document of OTLP JSON. It may be tens of megabytes: it is made in portions, between which
 * the application goes on.
 */
import { setImmediate } from 'node:timers/promises';
import { DownloadAnswer } from '../../endpoints/index.js';
import { INSTRUMENTATION_NAME } from '../../tracing/index.js';
import { keyValuesOf } from '../otlp/any-value.js';
import { logRecordOf } from '../otlp/log-document.js';
import { resourceSpansOf } from '../otlp/trace-document.js';
import type { LogStore } from '../recorder/log-store.js';
import type { TraceStore } from '../recorder/trace-store.js';
import type { ConsoleResource } from '../resource.js';

export interface ExportSources {
  readonly traces: TraceStore;
  readonly logs: LogStore;
  /** Who wrote the lines: OpenTelemetry's resource. */
  readonly resource: object;
}

/** Characters of a portion: a few milliseconds. */
const PORTION_LENGTH = 2 ** 18;

export class SessionExport implements ConsoleResource {
  readonly name = 'export';

  constructor(private readonly sources: ExportSources) {}

  async read(): Promise<DownloadAnswer> {
    const { traces, logs, resource } = this.sources;
    const spans = await jsonOf(traces.all(), (trace) =>
      resourceSpansOf(trace.spans).map((entry) => JSON.stringify(entry)),
    );
    const rows = logs.rows({ limit: Infinity }).rows.toReversed();
    const records = await jsonOf(rows, (row) => [JSON.stringify(logRecordOf(row))]);
    const head = JSON.stringify({ attributes: keyValuesOf(resource) });
    const scope = JSON.stringify({ name: INSTRUMENTATION_NAME });
    const logEntry = `{"resource":${head},"scopeLogs":[{"scope":${scope},"logRecords":[${records}]}]}`;
    const body = `{"resourceSpans":[${spans}],"resourceLogs":[${logEntry}]}`;
    return new DownloadAnswer({ name: 'session.json', contentType: 'application/json', body });
  }
}

async function jsonOf<T>(items: readonly T[], textsOf: (item: T) => readonly string[]): Promise<string> {
  const texts: string[] = [];
  let length = 0;
  for (const item of items) {
    for (const text of textsOf(item)) {
      texts.push(text);
      length += text.length;
    }
    if (length < PORTION_LENGTH) continue;
    length = 0;
    // oxlint-disable-next-line no-await-in-loop -- that is what portions are for
    await setImmediate();
  }
  return texts.join(',');
}
