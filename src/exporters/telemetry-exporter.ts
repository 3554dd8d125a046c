/** From the events of the bus to one exporter: which events, which operations, which traces, and what the user's filter lets through. */
import type { RecordSelection, TelemetryRecord } from '../config/index.js';
import { isInSample } from '../hooks/index.js';
import {
  entryOf,
  type Diagnostics,
  type Operation,
  type TelemetryBus,
  type TelemetryEventName,
  type TelemetryIds,
} from '../kernel/index.js';
import type { RecordMaker, TelemetryEvent } from './telemetry-record.js';

export interface EventExportOptions {
  readonly selection: RecordSelection;
  readonly bus: TelemetryBus;
  readonly records: RecordMaker;
  readonly diagnostics: Diagnostics;
  readonly take: (record: TelemetryRecord) => void;
}

/** Begins at once. Returns the end of it. */
export function exportEvents({ selection, bus, records, diagnostics, take }: EventExportOptions): () => void {
  const { name: exporter, filter } = selection;
  // A filter that fails must not hide what went wrong.
  const passes = (record: TelemetryRecord): boolean =>
    filter === undefined || diagnostics.safely(exporter, 'filter', () => filter(record), true) === true;
  const undo = selection.events.map((name) =>
    bus.on(
      name,
      (event, { epochMs }) => {
        const record = records.recordOf(name, event, epochMs);
        if (passes(record)) take(record);
      },
      (event) => isSelected(name, event, selection),
    ),
  );
  return () => undo.forEach((stop) => stop());
}

/** What the choice needs to know of an event. */
interface Choosable {
  readonly traceId?: string;
  readonly operation?: Operation;
  readonly outcome?: string;
}

/** Asked in the middle of the work: nothing is made, redacted or kept for what is not sent. */
function isSelected(name: TelemetryEventName, event: TelemetryEvent, selection: RecordSelection): boolean {
  const { traceId, operation, outcome = operation?.outcome }: Choosable = event as Choosable;
  if (operation !== undefined && isPartOfMore(name, operation) && selection.operations === 'entries') return false;
  if (selection.alwaysErrors && (name === 'operation.error' || outcome === 'error')) return true;
  // What belongs to no work, such as a check that fails, is rare and always told.
  return (operation === undefined && traceId === undefined) || isInSample(event as TelemetryIds, selection.sampleRatio);
}

function isPartOfMore(name: TelemetryEventName, operation: Operation): boolean {
  return (name === 'operation.start' || name === 'operation.end') && entryOf(operation) !== operation;
}
