/** Stages of journeys that nobody completed: given up, or begun again. Metrics count who enters and who completes. */
import type { Operation, OperationHandler, OperationKind } from '../../kernel/index.js';

const MAX_STAGES = 1_000;

export class AbandonedStages implements OperationHandler {
  readonly name = 'console-journeys';
  readonly needsContext = false;
  private readonly counts = new Map<string, number>();

  handles(kind: OperationKind): boolean {
    return kind === 'journey.stage';
  }

  end({ outcome, labels }: Operation): void {
    if (outcome !== 'canceled') return;
    const key = keyOf(labels);
    if (this.counts.has(key) || this.counts.size < MAX_STAGES) this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  /** @param labels journey and stage */
  countOf(labels: readonly string[]): number {
    return this.counts.get(keyOf(labels)) ?? 0;
  }
}

function keyOf(labels: readonly string[]): string {
  return labels.join('\u0000');
}
