/** Our module as it comes: its logs go through pino, Nest's own lines too. */
import 'reflect-metadata';
import { ObservabilityModule } from 'nestjs-observability';
import { serve } from './application.js';

void serve({ imports: [ObservabilityModule.forRoot()], options: { bufferLogs: true, logger: undefined } });
