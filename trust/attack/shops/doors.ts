/** What is closed to strangers, on every arrangement of servers: each attempt is made on each of them. */
import { freePort } from '../../../test/support/free-port.js';
import type { Platform } from '../../../test/support/application.js';
import { API, everything, MANAGEMENT, startShop, type Shop } from './shop.js';

export interface Door {
  /** `console on fastify, own port, production` */
  readonly name: string;
  readonly shop: Shop;
  readonly port: number;
  /** Answers to whoever may ask, and to nobody else. */
  readonly path: string;
  readonly token: string;
  /** Undefined where nothing can be changed: there the network and the page that asks do not matter. */
  readonly change: Change | undefined;
}

export interface Change {
  readonly path: string;
  readonly body: object;
}

interface Arrangement {
  readonly platform: Platform;
  readonly isApart: boolean;
  readonly environment: 'development' | 'production';
}

/** Each platform with each placement, each placement in each environment. */
const ARRANGEMENTS: readonly Arrangement[] = [
  { platform: 'express', isApart: false, environment: 'development' },
  { platform: 'express', isApart: true, environment: 'production' },
  { platform: 'fastify', isApart: true, environment: 'development' },
  { platform: 'fastify', isApart: false, environment: 'production' },
];

const TOKEN = 'token-of-a-team-ABCDEFghijkl0123456789';
const CHANGE = { context: 'Attacked', level: 'trace' };

export async function openDoors(): Promise<readonly Door[]> {
  const doors = await Promise.all(ARRANGEMENTS.map(doorsOf));
  return doors.flat();
}

/** Whether an attempt changed what only who holds the token may change. */
export async function isChanged({ port, token }: Door): Promise<boolean> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`http://127.0.0.1:${port}${MANAGEMENT}/loggers`, { headers });
  const { contexts } = (await response.json()) as { readonly contexts: object };
  return CHANGE.context in contexts;
}

async function doorsOf({ platform, isApart, environment }: Arrangement): Promise<readonly Door[]> {
  const ownPort = await freePort();
  const shop = await startShop({
    platform,
    configure: (app) => {
      app.setGlobalPrefix('shop');
      app.enableCors({ origin: true, credentials: true });
    },
    observability: {
      ...everything,
      environment,
      metrics: { bearerToken: TOKEN, ...(isApart && { port: ownPort, host: '127.0.0.1' }) },
      console: { enabled: true, changes: true, ownPort: isApart, access: { token: TOKEN } },
      management: {
        enabled: true,
        ownPort: isApart,
        access: { tokens: { team: TOKEN } },
        exposure: { change: ['loggers'] },
      },
    },
  });
  const place = `on ${platform}, ${isApart ? 'own' : 'shared'} port, ${environment}`;
  const shared = { shop, port: isApart ? ownPort : shop.port, token: TOKEN };
  return [
    { ...shared, name: `console ${place}`, path: `${API}/logs`, change: { path: `${API}/loggers`, body: CHANGE } },
    {
      ...shared,
      name: `management ${place}`,
      path: `${MANAGEMENT}/config`,
      change: { path: `${MANAGEMENT}/loggers`, body: CHANGE },
    },
    { ...shared, name: `metrics ${place}`, path: '/metrics', change: undefined },
  ];
}
