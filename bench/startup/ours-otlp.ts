/** Our module with a collector, which it is told of as any OpenTelemetry program is: by the environment. */
import 'reflect-metadata';
import { ObservabilityModule } from 'nestjs-observability';
import { serve } from './application.js';

void serve({ imports: [ObservabilityModule.forRoot({ traces: { sampleRatio: 1 }, logs: { enabled: false } })] });
