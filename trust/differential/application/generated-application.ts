/** A generated application, started: its ports, its journal, its end. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import compress from '@fastify/compress';
import multipart from '@fastify/multipart';
import {
  RequestMethod,
  VersioningType,
  type INestApplication,
  type Type,
  type VersioningOptions,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Transport, type MicroserviceOptions } from '@nestjs/microservices';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { WsAdapter } from '@nestjs/platform-ws';
import compression from 'compression';
import { freePort } from '../../../bench/harness/free-port.js';
import type { ApplicationPlan, VersioningName } from '../plan/application-plan.js';
import type { Observation } from '../twins/variants.js';
import { adapterFor, isOnFastify } from './adapter.js';
import { applicationModule } from './application-module.js';
import { buildingFor, type Building } from './building.js';
import { enhancers, type EnhancerRole } from './enhancers/index.js';
import type { Journal } from './journal.js';

export interface GeneratedApplication {
  readonly app: INestApplication;
  readonly port: number;
  /** Of the TCP transport, where the plan has messages. */
  readonly messagePort: number | undefined;
}

export const VERSION_HEADER = 'x-version';
export const PREFIX = 'api';
/** Not below the prefix. */
export const EXCLUDED = 'fixed/hello';

const versioningOf: Readonly<Record<Exclude<VersioningName, 'none'>, VersioningOptions>> = {
  uri: { type: VersioningType.URI },
  header: { type: VersioningType.HEADER, header: VERSION_HEADER },
  'media-type': { type: VersioningType.MEDIA_TYPE, key: 'v=' },
  custom: { type: VersioningType.CUSTOM, extractor: versionIn },
};

function versionIn(request: unknown): string {
  return String((request as { headers: Record<string, unknown> }).headers[VERSION_HEADER] ?? '');
}

export async function startGenerated(
  plan: ApplicationPlan,
  journal: Journal,
  observation: Observation,
): Promise<GeneratedApplication> {
  const building = buildingFor(plan, journal, observation);
  const common = { logger: false as const, abortOnError: false, forceCloseConnections: true };
  const options = { ...common, ...(observation.imports.length > 0 && OBSERVED) };
  const app = await NestFactory.create(applicationModule(building), adapterFor(plan.platform), options);
  app.enableShutdownHooks();
  await configure(app, building);
  const messagePort = plan.hasMessages ? await listenForMessages(app) : undefined;
  await app.listen(0, '127.0.0.1');
  return { app, port: ((app.getHttpServer() as Server).address() as AddressInfo).port, messagePort };
}

/** As the documentation of the module says. */
const OBSERVED = { bufferLogs: true, logger: undefined } as const;

async function configure(app: INestApplication, building: Building): Promise<void> {
  const { plan } = building;
  if (plan.hasPrefix) app.setGlobalPrefix(PREFIX, { exclude: [{ path: EXCLUDED, method: RequestMethod.GET }] });
  if (plan.versioning !== 'none') app.enableVersioning(versioningOf[plan.versioning]);
  if (plan.hasCors) app.enableCors({ origin: 'https://page.example', credentials: true, maxAge: 60 });
  if (plan.hasGateway) app.useWebSocketAdapter(new WsAdapter(app));
  if (isOnFastify(plan.platform)) await registerPlugins(app as NestFastifyApplication, plan);
  else if (plan.hasCompression) app.use(compression({ threshold: 0 }));
  if (!plan.areGlobalsProvided) useGlobals(app, building);
}

async function registerPlugins(app: NestFastifyApplication, plan: ApplicationPlan): Promise<void> {
  if (plan.hasCompression) await app.register(compress as never, { threshold: 0 });
  if (plan.hasUploads) await app.register(multipart as never, { limits: { fileSize: 10_000 } });
}

function useGlobals(app: INestApplication, { plan, journal }: Building): void {
  const put: Readonly<Record<EnhancerRole, (instance: never) => unknown>> = {
    guard: (instance) => app.useGlobalGuards(instance),
    interceptor: (instance) => app.useGlobalInterceptors(instance),
    pipe: (instance) => app.useGlobalPipes(instance),
    filter: (instance) => app.useGlobalFilters(instance),
  };
  for (const name of plan.globalEnhancers) {
    const { role, make } = enhancers[name];
    const type = make(journal) as Type;
    const needsServer = name === 'passing-filter';
    put[role](new type(...(needsServer ? [app.getHttpAdapter()] : [])) as never);
  }
}

async function listenForMessages(app: INestApplication): Promise<number> {
  const port = await freePort();
  app.connectMicroservice<MicroserviceOptions>({ transport: Transport.TCP, options: { port, host: '127.0.0.1' } });
  await app.startAllMicroservices();
  return port;
}
