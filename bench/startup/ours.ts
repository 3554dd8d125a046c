/** Our module as it comes, but for the logs: metrics, health, traces without an exporter. */
import 'reflect-metadata';
import { ObservabilityModule } from 'nestjs-observability';
import { serve } from './application.js';

void serve({ imports: [ObservabilityModule.forRoot({ logs: { enabled: false } })] });
