/** Who looks at what: the first thing a page asks for. */
import type { ResolvedConfig } from '../../config/index.js';
import type { PageEntry, SessionAnswer } from '../shapes/index.js';

export interface SessionFacts {
  readonly processId: string;
  readonly startedAtMs: number;
  readonly pages: readonly PageEntry[];
}

export function sessionAnswer(
  { service, environment, console: settings, http }: ResolvedConfig,
  facts: SessionFacts,
): Omit<SessionAnswer, 'version'> {
  const { maxBytes, maxTraces, maxSpansPerTrace, maxLogs, maxSeries, maxPoints, pointIntervalMs } = settings;
  const limits = { maxBytes, maxTraces, maxSpansPerTrace, maxLogs, maxSeries, maxPoints, pointIntervalMs };
  return {
    ...facts,
    service: { name: service.name, version: service.version, environment: environment.name },
    mayChange: settings.changes,
    editorUrl: settings.editor ?? null,
    limits: { ...limits, slowMs: http.slowMs },
  };
}
