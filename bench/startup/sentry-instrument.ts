/** Sentry wants a file of its own that is loaded before all others. */
import * as Sentry from '@sentry/nestjs';

Sentry.init({ dsn: process.env['SENTRY_DSN'], tracesSampleRate: 1 });

export const closeSentry = async (): Promise<void> => void (await Sentry.close());
