/** @sentry/nestjs; the SDK itself is started by `sentry-instrument.ts`. */
import { flush } from '@sentry/nestjs';
import { SentryModule } from '@sentry/nestjs/setup';
import type { SetUp } from './contender.js';

const FLUSH_TIMEOUT_MS = 10_000;

export const setUp: SetUp = () => ({
  imports: [SentryModule.forRoot()],
  flush: async () => void (await flush(FLUSH_TIMEOUT_MS)),
});
