/** How GraphQL operations are named and measured: by type and root field, never by what a client calls them. */
import type { MetricDefinition, OperationConvention } from '../../kernel/index.js';

/** Both labels of a document that could not be parsed, does not fit the schema, or names no operation. */
export const INVALID = '_INVALID';
/** `field` of an operation that asks for several root fields. */
export const MULTIPLE = '_MULTIPLE';

const family = 'GraphQL';

const operations: MetricDefinition = {
  name: 'graphql_operations_total',
  type: 'counter',
  unit: 'count',
  help: 'GraphQL operations that ended; one whose answer carries errors is an error, whatever its HTTP status',
  labelNames: ['type', 'field', 'outcome'],
  family,
};

const duration: MetricDefinition = {
  name: 'graphql_operation_duration_seconds',
  type: 'histogram',
  unit: 'seconds',
  help: 'Time from parsing a GraphQL document to its answer; for a subscription until it is over',
  labelNames: ['type', 'field'],
  buckets: 'duration',
  family,
};

export const graphqlConvention: OperationConvention = {
  kind: 'graphql.server',
  labelNames: ['type', 'field', 'outcome'],
  measures: [
    { definition: operations, value: 'count' },
    { definition: duration, value: 'duration' },
  ],
};
