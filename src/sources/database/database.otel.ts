/**
 * Queries under OpenTelemetry's stable name. The table or collection is left out: for SQL the specification wants none that was
 * read from the statement, and names that are made at run time have no bound.
 * https://opentelemetry.io/docs/specs/semconv/db/database-metrics/
 */
import type { Attributes, Operation, OperationSubject, StandardMeasure } from '../../kernel/index.js';

/** A query, whether a driver tells of it or its caller. */
export interface QuerySubject extends OperationSubject {
  /** For whom the statement is too much: scrubbing one takes longer than everything else. */
  attributesWithoutStatement(): Attributes;
}

/** OpenTelemetry's list for database clients, in seconds. */
export const DATABASE_BUCKETS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];

const ATTRIBUTES = [
  'db.system.name',
  'db.namespace',
  'db.operation.name',
  'db.response.status_code',
  'error.type',
  'server.address',
  'server.port',
] as const;

export const operationDuration: StandardMeasure = {
  definition: {
    name: 'db_client_operation_duration_seconds',
    type: 'histogram',
    unit: 'seconds',
    help: 'Duration of database client operations',
    labelNames: ATTRIBUTES.map((attribute) => attribute.replaceAll('.', '_')),
    buckets: DATABASE_BUCKETS,
    family: 'database',
  },
  labels: (operation: Operation) => {
    const known = (operation.subject as QuerySubject).attributesWithoutStatement();
    return ATTRIBUTES.map((attribute) => String(known[attribute] ?? ''));
  },
};
