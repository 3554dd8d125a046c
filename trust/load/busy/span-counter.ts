/** Counts ended spans by what they are of, before any exporter sees them. */
import type { ObservabilityPlugin } from 'nestjs-observability';

interface EndedSpan {
  readonly name: string;
  readonly operationKind?: string;
}

export class SpanCounter {
  created = 0;
  requests = 0;
  looks = 0;

  plugin(): ObservabilityPlugin {
    return { name: 'span-counter', spanProcessors: [this] };
  }

  onStart(): void {}

  onEnd({ name, operationKind }: EndedSpan): void {
    this.created++;
    if (operationKind === 'http.server') this.requests++;
    if (name === 'BusyService.look') this.looks++;
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}
