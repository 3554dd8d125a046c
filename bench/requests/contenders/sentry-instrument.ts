/** What Sentry's users load before their application. DSN and sample rate come from SENTRY_* variables. */
import { init } from '@sentry/nestjs';

// Its default keeps 64 envelopes in flight and drops the rest.
init({ transportOptions: { bufferSize: 100_000 } });
