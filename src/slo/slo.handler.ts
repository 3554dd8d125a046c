/** Requests that end count for the objectives that select them: one look-up and an addition, and nothing without objectives. */
import type { Operation, OperationHandler, OperationKind } from '../kernel/index.js';
import type { Objectives } from './objectives.js';

export class SloHandler implements OperationHandler {
  readonly name = 'slo';
  readonly needsContext = false;

  constructor(private readonly objectives: Objectives) {}

  handles(kind: OperationKind): boolean {
    return kind === 'http.server' && this.objectives.areRequestsWatched;
  }

  end(operation: Operation): void {
    // A client that went away has neither been served well nor badly: its patience is not the service's promise.
    if (operation.outcome === 'canceled') return;
    const [method = '', route = ''] = operation.labels;
    for (const events of this.objectives.countersOf(method, route)) events.record(operation);
  }
}
