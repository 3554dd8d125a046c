/** The application that the console records: every request traced, with a decorated method and a line of the log. */
import 'reflect-metadata';
import { Counted, ObservabilityModule, Traced } from 'nestjs-observability';
import { startHello } from '../requests/hello.js';

export interface HeapReading {
  /** After a collection. */
  readonly heapBytes: number;
}

export const CONSOLE_TOKEN = 'token-of-the-benchmark';

async function main(): Promise<void> {
  const observability = ObservabilityModule.forRoot({
    service: { name: 'bench' },
    traces: { sampleRatio: 1 },
    logs: { destination: { write: () => undefined } },
    console: { enabled: true, access: { token: CONSOLE_TOKEN } },
  });
  const { port } = await startHello('express', { imports: [observability], onService: [Traced(), Counted()] });
  process.on('message', () => {
    globalThis.gc!();
    process.send!({ heapBytes: process.memoryUsage().heapUsed } satisfies HeapReading);
  });
  process.on('disconnect', () => process.exit());
  process.send!({ port });
}

// Its types and its token are read by the parent, too.
if (require.main === module) void main();
