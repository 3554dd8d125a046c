/** How messages between services are named and measured. Durations in seconds. */
import type { MetricDefinition, OperationConvention, Outcome } from '../../kernel/index.js';
import { transportOperations } from '../outgoing/transport.metrics.js';

/** Messages that no handler of the application matched share one value. */
export const UNMATCHED_PATTERN = '_UNMATCHED';

const SERVER_LABELS = ['transport', 'pattern', 'outcome'] as const;

const family = 'RPC';

const rpcMessages: MetricDefinition = {
  name: 'rpc_messages_total',
  type: 'counter',
  unit: 'count',
  help: 'Messages and events handled, or left without a handler',
  labelNames: SERVER_LABELS,
  family,
};

const rpcMessageDuration: MetricDefinition = {
  name: 'rpc_message_duration_seconds',
  type: 'histogram',
  unit: 'seconds',
  help: 'Time from the arrival of a message to the end of its answer; a stream lasts until it completes',
  labelNames: ['transport', 'pattern'],
  buckets: 'duration',
  family,
};

export const rpcServerConvention: OperationConvention = {
  kind: 'rpc.server',
  labelNames: SERVER_LABELS,
  measures: [
    { definition: rpcMessages, value: 'count' },
    { definition: rpcMessageDuration, value: 'duration' },
  ],
};

export const rpcClientConvention: OperationConvention = {
  kind: 'rpc.client',
  labelNames: transportOperations.labelNames,
  measures: [{ definition: transportOperations, value: 'count' }],
};

/** The label values at the end, made once per pattern instead of once per message. */
export function labelsByOutcome(...known: readonly string[]): Readonly<Record<Outcome, string[]>> {
  return { ok: [...known, 'ok'], error: [...known, 'error'], canceled: [...known, 'canceled'] };
}
