/** Readiness, and what the checks said last; none is run for it. */
import type { HealthRegistry, ReadinessState } from '../health/index.js';
import type { Redactor } from '../security/index.js';
import type { Resource } from './resource.js';

export function healthResource(
  health: HealthRegistry,
  readiness: ReadinessState,
  redactor: Pick<Redactor, 'redactValue'>,
): Resource {
  const read = (): object => {
    const { status, checks } = health.lastReport();
    const rows = [...checks].map(([name, outcome]) => ({
      name,
      status: outcome.status,
      durationMs: outcome.durationMs,
      details: redactor.redactValue(outcome.details),
    }));
    return { readiness: readiness.current, status, checks: rows };
  };
  return { name: 'health', read };
}
