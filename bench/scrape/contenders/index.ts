/** Every contender by its name; its code is loaded in the process that uses it, and in no other. */
import type { Kind } from '../series.js';
import type { Contender } from './contender.js';

export const contenders = {
  ours: async (kind: Kind, series: number): Promise<Contender> => (await import('./ours.js')).ours(kind, series),
  promClient: async (kind: Kind, series: number): Promise<Contender> =>
    (await import('./prom-client.js')).promClient(kind, series),
  openTelemetry: async (kind: Kind, series: number): Promise<Contender> =>
    (await import('./opentelemetry.js')).openTelemetry(kind, series),
};

export type ContenderName = keyof typeof contenders;
