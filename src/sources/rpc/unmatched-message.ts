/** A message that no handler of the application takes: an operation that fails at once, under one name for all of them. */
import { consumerStart, incomingMessage } from '../../hooks/index.js';
import { carriedFields } from './message-fields.js';
import type { PacketArrival } from './packet-arrival.js';
import { labelsByOutcome, UNMATCHED_PATTERN } from './rpc.convention.js';
import { observerOfServer, type RpcObserver } from './rpc-observer.js';
import { transportOfServer } from './transports.js';

const MAX_PATTERN_LENGTH = 256;

/** Once per message, however often its server looks for a handler. */
export function recordUnmatched(arrival: PacketArrival, pattern: unknown): void {
  const observer = observerOfServer(arrival.server);
  if (observer === undefined || arrival.isUnmatched) return;
  arrival.isUnmatched = true;
  observer.pipeline.diagnostics.safely('rpc', 'unmatched', () => record(observer, arrival, pattern), undefined);
}

function record({ pipeline }: RpcObserver, { server, metadata }: PacketArrival, pattern: unknown): void {
  const transport = transportOfServer(server);
  const operation = pipeline.start({
    kind: 'rpc.server',
    name: UNMATCHED_PATTERN,
    labels: labelsByOutcome(transport, UNMATCHED_PATTERN).error,
    attributes: { 'rpc.method_original': String(pattern).slice(0, MAX_PATTERN_LENGTH) },
    ...consumerStart(incomingMessage(carriedFields(transport, [], metadata)), 'parent'),
  });
  pipeline.end(operation, { outcome: 'error', error: new UnmatchedMessageError() });
}

class UnmatchedMessageError extends Error {
  override readonly name = 'UnmatchedMessageError';

  constructor() {
    super('No handler of the application matches the pattern of this message');
    delete this.stack;
  }
}
