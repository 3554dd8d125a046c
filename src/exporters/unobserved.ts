/** What an export does is not observed itself, by us or by any instrumentation: it would make more to export. */
import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { suppressTelemetry } from '../kernel/index.js';

export function unobserved<T>(work: () => T): T {
  return context.with(suppressTelemetry(ROOT_CONTEXT), work);
}
