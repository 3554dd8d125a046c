/**
 * `GET live`: server-sent events. Each has an id that rises; a client that comes back with `Last-Event-ID` gets what it missed, or a
 * `gap`. At most four batches a second; details are asked for.
 */
import type { LogRow } from './logs.js';
import type { TraceRow } from './traces.js';

export interface LiveEvents {
  /** First of every connection. A `processId` that is not the known one means that the process was started anew. */
  readonly hello: { readonly processId: string; readonly sequence: number };
  readonly batch: LiveBatch;
  /** What could not be sent: the page asks for its rows again. */
  readonly gap: { readonly batches: number };
  /** The process is going down, or the console was switched off; no use to come back at once. */
  readonly bye: { readonly because: 'shutdown' | 'recorder off' };
}

export interface LiveBatch {
  /** New and changed ones, each once, in its newest form. At most 200. */
  readonly traces: readonly TraceRow[];
  readonly omittedTraces: number;
  /** At most 500, the newest. */
  readonly logs: readonly LogRow[];
  readonly omittedLogs: number;
  readonly removedTraceIds: readonly string[];
  /** What else has changed: the pages that show it ask again. */
  readonly changed: readonly ('errors' | 'health' | 'objectives' | 'profiles' | 'metrics')[];
}
