/** Stages that were entered and not yet left. Many are never left: as many are kept as fit, and the oldest goes first. */
import type { Operation, OperationEnd, OperationPipeline, OperationStart } from '../../kernel/index.js';

const MAX_OPEN = 10_000;
const CANCELED: OperationEnd = { outcome: 'canceled' };

export class OpenStages {
  /** In the order in which they were entered. */
  private readonly open = new Map<string, Operation>();

  constructor(private readonly pipeline: OperationPipeline) {}

  /** @param place the stage and who is in it; who is there already begins again */
  enter(place: string, start: OperationStart): void {
    this.leave(place, CANCELED);
    this.open.set(place, this.pipeline.start(start));
    if (this.open.size > MAX_OPEN) this.letGoOldest();
  }

  /** Does nothing for somebody who entered elsewhere, or too long ago. */
  leave(place: string, end: OperationEnd): void {
    const operation = this.open.get(place);
    if (operation === undefined) return;
    this.open.delete(place);
    this.pipeline.end(operation, end);
  }

  close(): void {
    for (const place of this.open.keys()) this.leave(place, CANCELED);
  }

  private letGoOldest(): void {
    const [oldest] = this.open.keys();
    this.leave(oldest!, CANCELED);
    this.pipeline.diagnostics.dropped('journeys', 'too_many_open');
  }
}
