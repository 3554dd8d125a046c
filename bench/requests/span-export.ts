/** Our exporter, seen from inside: an application has no reason to flush it, a window has to end with it. */
import type { INestApplication, Type } from '@nestjs/common';
import { dirname, join } from 'node:path';

const FLUSH_TIMEOUT_MS = 10_000;
// More than a window makes: nothing may be dropped, or less work would look like speed.
export const MAX_QUEUE_SIZE = 2 ** 17;

interface Tracing {
  flush(timeoutMs: number): Promise<void>;
  exportState(): SpanExportState | undefined;
}

export interface SpanExportState {
  readonly exported: number;
  readonly dropped: number;
}

export class SpanExport {
  private readonly tracing: Tracing | undefined;

  constructor(app: INestApplication) {
    const library = dirname(require.resolve('nestjs-observability'));
    // No part of the public interface, hence by its path.
    const { ObservabilityRuntime } = require(join(library, 'observability.runtime.js')) as Record<string, Type>;
    this.tracing = app.get<{ tracing?: Tracing }>(ObservabilityRuntime!).tracing;
  }

  async flush(): Promise<void> {
    await this.tracing?.flush(FLUSH_TIMEOUT_MS);
  }

  /** All zero without an exporter. */
  state(): SpanExportState {
    return this.tracing?.exportState() ?? { exported: 0, dropped: 0 };
  }
}
