/** An application to be attacked, with everything that the module can show. */
import type { INestApplication } from '@nestjs/common';
import type { ObservabilityOptions } from 'nestjs-observability';
import { ManualClock } from 'nestjs-observability/testing';
import { startApplication, type Platform, type RunningApplication } from '../../../test/support/application.js';
import { GoodsController } from './goods.controller.js';

export const CONSOLE = '/observability';
export const API = `${CONSOLE}/api/v1`;
export const MANAGEMENT = `${CONSOLE}/manage`;
export const SECRET = 'secret-of-signed-headers-0123456789';

export interface Shop extends RunningApplication {
  /** Moved by hand: limits and sessions end when an attempt wants it. */
  readonly clock: ManualClock;
  /** Each write to the log. */
  readonly log: string[];
  /** The token of the newest link that was printed. */
  linkToken(): string;
}

export interface ShopSpec {
  readonly platform?: Platform;
  readonly observability?: ObservabilityOptions;
  readonly configure?: (app: INestApplication) => unknown;
}

/** Every room that has something to show. */
export const everything: ObservabilityOptions = {
  http: { clientIdentity: 'plain' },
  capture: { rules: [{ when: 'always' }] },
  profiling: { enabled: true, requestSecret: SECRET },
  traces: { forceSecret: SECRET, responseHeader: true },
  slos: [{ name: 'goods', objective: 0.99 }],
};

export async function startShop({ platform, observability = {}, configure }: ShopSpec = {}): Promise<Shop> {
  const clock = new ManualClock();
  const log: string[] = [];
  const application = await startApplication({
    ...(platform && { platform }),
    ...(configure && { configure }),
    controllers: [GoodsController],
    observability: {
      environment: 'development',
      shutdown: { drainTimeoutMs: 0 },
      ...observability,
      logs: { destination: { write: (text: string) => void log.push(text) }, ...observability.logs },
      plugins: [{ name: 'clock', clock }],
    },
  });
  const linkToken = (): string => [...log.join('').matchAll(/#token=([\w-]+)/g)].at(-1)?.[1] ?? '';
  return { ...application, clock, log, linkToken };
}
