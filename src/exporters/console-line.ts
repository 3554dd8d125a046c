/** A record as one line that is read with the eyes: `operation.end  http.server GET /orders/:id  ok  12.3 ms`. */
import type { TelemetryRecord } from '../config/index.js';

/** Facts of an event that has no operation: so many characters of them. */
const MAX_FACTS_LENGTH = 200;

export function consoleLine(record: TelemetryRecord): string {
  const { event, kind, name, outcome, duration_ms: durationMs, error } = record;
  const parts = [
    event,
    [kind, name].filter(Boolean).join(' '),
    kind === undefined ? factsOf(record) : '',
    outcome,
    durationMs === undefined ? undefined : `${durationMs.toFixed(1)} ms`,
    error === undefined ? undefined : `✗ ${error.type}: ${error.message.split('\n', 1)[0]}`,
  ];
  // Names come from outside now and then; a control character in one must not reach the terminal.
  return parts
    .filter(Boolean)
    .join('  ')
    .replaceAll(/\p{Cc}/gu, ' ');
}

function factsOf({ attributes = {} }: TelemetryRecord): string {
  const facts = Object.entries(attributes).map(([name, value]) => `${name}=${shown(value)}`);
  return facts.join(' ').slice(0, MAX_FACTS_LENGTH);
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
