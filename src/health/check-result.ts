/** Reads whatever a check returned or threw: plain values, indicator results of Terminus 11 and 12, and their errors. */
import { worstOf, type CheckDetails, type CheckResult, type HealthStatus } from './health-check.js';

/** What an indicator of Terminus returns: one entry per thing looked at. */
type IndicatorResult = Readonly<Record<string, { readonly status: keyof typeof STATUS } & Record<string, unknown>>>;

const STATUS = { up: 'ok', degraded: 'degraded', down: 'fail' } as const satisfies Record<string, HealthStatus>;

/**
 * `false` fails. What is neither a boolean nor an indicator result, nor an entry of one, such as the rows of a query, says that all
 * is well.
 */
export function resultOf(returned: unknown): CheckResult {
  if (returned === false) return { status: 'fail', details: { message: 'the check returned false' } };
  const result = hasStatus(returned) ? { entry: returned } : returned;
  if (!isIndicatorResult(result)) return { status: 'ok', details: {} };
  const entries = Object.values(result);
  return { status: worstOf(entries.map(({ status }) => STATUS[status])), details: detailsOf(result) };
}

/** Never throws, whatever was thrown. */
export function failureOf(error: unknown): CheckResult {
  try {
    return { status: 'fail', details: { message: messageOf(error), ...causesOf(error) } };
  } catch {
    return { status: 'fail', details: { message: 'threw what cannot be read' } };
  }
}

/** Errors of Terminus 11 carry the indicator's result as `causes`. */
function causesOf(error: unknown): CheckDetails {
  const causes = (error as { causes?: unknown } | null | undefined)?.causes;
  return isIndicatorResult(causes) ? detailsOf(causes) : {};
}

function isIndicatorResult(value: unknown): value is IndicatorResult {
  if (typeof value !== 'object' || value === null) return false;
  const entries = Object.values(value);
  return entries.length > 0 && entries.every(hasStatus);
}

function hasStatus(entry: unknown): boolean {
  const status = (entry as { status?: unknown } | null | undefined)?.status;
  return typeof status === 'string' && Object.hasOwn(STATUS, status);
}

/** A single entry needs no name of its own beside the check's. */
function detailsOf(result: IndicatorResult): CheckDetails {
  const entries = Object.values(result);
  if (entries.length > 1) return result;
  const { status: _, ...details } = entries[0]!;
  return details;
}

// `fetch` and database drivers tell the reason one level down.
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return `threw ${typeof error === 'string' ? error : typeof error}`;
  const { message, cause } = error;
  if (cause instanceof Error && cause.message !== '') return `${message}: ${cause.message}`;
  return message || messageOfFirst(error) || error.name;
}

// A host with two addresses is refused twice.
function messageOfFirst(error: Error): string | undefined {
  const [first] = error instanceof AggregateError ? (error.errors as readonly unknown[]) : [];
  return first instanceof Error ? first.message : undefined;
}
