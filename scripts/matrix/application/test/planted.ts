/** One error, without which "no errors" would say nothing. */
import { ObservabilityModule } from 'nestjs-observability';

ObservabilityModule.forRoot({ metrics: { path: 7 } });
