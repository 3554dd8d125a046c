/** Every set-up by its name; its code is loaded in the process that uses it, and in no other. */
import type { SetUp } from './set-up.js';

export const setUps = {
  disabled: async (): Promise<SetUp> => (await import('./disabled.js')).setUpDisabled(),
  unsampled: async (): Promise<SetUp> => (await import('./unsampled.js')).setUpUnsampled(),
  sampled: async (): Promise<SetUp> => (await import('./sampled.js')).setUpSampled(),
  'prom-client': async (): Promise<SetUp> => (await import('./prom-client.js')).setUpPromClient(),
  'nestjs-otel': async (): Promise<SetUp> => (await import('./nestjs-otel.js')).setUpNestjsOtel(),
  observe: async (): Promise<SetUp> => (await import('./observe.js')).setUpObserve(),
  sentry: async (): Promise<SetUp> => (await import('./sentry.js')).setUpSentry(),
};

export type SetUpName = keyof typeof setUps;
