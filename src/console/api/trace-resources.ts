/** What can be asked about traces, and about the session as a whole. */
import { redactAttribute } from '../../security/index.js';
import { resourceOf } from '../../tracing/index.js';
import type { ResourceSurroundings } from '../resources.js';
import type { ConsoleResource } from '../resource.js';
import { RecorderResource } from './recorder.js';
import { SessionExport } from './session-export.js';
import { SessionImport } from './session-import.js';
import { SpanGroupsResource } from './span-groups.js';
import { traceFile, TraceResource } from './trace.js';
import { TracesResource } from './traces.js';

export function traceResources(surroundings: ResourceSurroundings): readonly ConsoleResource[] {
  const { recorder, live, config, redactor, sampling, capture, profiling } = surroundings;
  const { traces, logs } = recorder;
  const redact = {
    attribute: redactAttribute.bind(undefined, redactor),
    text: (text: string) => redactor.redactText(text),
    id: (id: string) => redactor.redactId(id),
  };
  return [
    new TracesResource(traces, sampling),
    new TraceResource({ traces, logs, capture, profiling }),
    traceFile(traces),
    new SpanGroupsResource(traces),
    new SessionExport({ traces, logs, resource: resourceOf(config) }),
    new SessionImport(traces, redact),
    new RecorderResource(recorder, live, config.console.maxBytes),
  ];
}
