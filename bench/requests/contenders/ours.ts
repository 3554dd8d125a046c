/** nestjs-observability: HTTP metrics; with tracing a decorated method beside them, and a log line where the row asks for it. */
import { Counted, ObservabilityModule, Traced } from 'nestjs-observability';
import { MAX_QUEUE_SIZE, SpanExport } from '../span-export.js';
import type { SetUp } from './contender.js';

export const setUp: SetUp = ({ sampleRatio, isLogging, grpcUrl }) => ({
  imports: [
    ObservabilityModule.forRoot({
      traces: sampleRatio === 0 ? { enabled: false } : { sampleRatio, endpoint: grpcUrl, maxQueueSize: MAX_QUEUE_SIZE },
      logs: { enabled: isLogging },
    }),
  ],
  onService: sampleRatio === 0 ? [] : [Traced(), Counted()],
  options: { bufferLogs: isLogging },
  flush: (app) => new SpanExport(app).flush(),
});
