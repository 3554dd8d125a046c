/** Two applications in one process, so that nothing but the module is between them: a bare one, and one with `enabled: false`. */
import 'reflect-metadata';
import { Counted, ObservabilityModule, Traced } from 'nestjs-observability';
import type { Reading } from '../harness/paired-windows.js';
import { startHello, type Platform } from './hello.js';

export interface DisabledServer {
  readonly barePort: number;
  readonly disabledPort: number;
}

/** Asked for by any message. */
export interface DisabledReading extends Reading {
  readonly handledByBare: number;
  readonly handledByDisabled: number;
}

async function main(platform: Platform): Promise<void> {
  const bare = await startHello(platform);
  const disabled = await startHello(platform, {
    imports: [ObservabilityModule.forRoot({ enabled: false })],
    onService: [Traced(), Counted()],
  });
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    const [handledByBare, handledByDisabled] = [bare.handled(), disabled.handled()];
    process.send!({ cpuMicros: user + system, counted: 0, spans: 0, handledByBare, handledByDisabled });
  });
  process.on('disconnect', () => process.exit());
  process.send!({ barePort: bare.port, disabledPort: disabled.port });
}

void main(process.argv[2] as Platform);
