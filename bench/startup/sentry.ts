/** Sentry as its documentation sets it up: its instrumentation before all other imports, its module at the root. */
import { closeSentry } from './sentry-instrument.js';
import 'reflect-metadata';
import { SentryModule } from '@sentry/nestjs/setup';
import { serve } from './application.js';

void serve({ imports: [SentryModule.forRoot()] }, closeSentry);
