/** Real Nest applications on real sockets, on Express and on Fastify, told in the user's language. */
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Module, type DynamicModule, type INestApplication, type ModuleMetadata, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { AddressInfo } from 'node:net';
import { ObservabilityModule, type ObservabilityOptions } from 'nestjs-observability';
import { TelemetryRecorder } from 'nestjs-observability/testing';

export type Platform = 'express' | 'fastify';
export const platforms: readonly Platform[] = ['express', 'fastify'];

export interface ApplicationSpec extends ModuleMetadata {
  readonly platform?: Platform;
  /** Where it listens. @default '127.0.0.1' */
  readonly host?: string;
  /** @default any that is free */
  readonly port?: number;
  readonly observability?: ObservabilityOptions | DynamicModule;
  /** Runs before the application listens: prefix, versioning, global pipes, middleware. */
  readonly configure?: (app: INestApplication) => unknown;
  /** Without the module at all, for comparisons. */
  readonly isBare?: boolean;
}

export interface RunningApplication {
  readonly app: INestApplication;
  readonly url: string;
  readonly port: number;
  readonly recorder: TelemetryRecorder;
  /** GET by default; never throws on a status. */
  request(path: string, init?: RequestInit): Promise<Response>;
  scrape(accept?: string): Promise<string>;
  close(): Promise<void>;
}

const running = new Set<RunningApplication>();

export async function startApplication(spec: ApplicationSpec): Promise<RunningApplication> {
  const recorder = new TelemetryRecorder();
  const app = await NestFactory.create(rootModule(spec, recorder), adapter(spec.platform ?? 'express'), {
    bufferLogs: spec.isBare !== true,
    logger: spec.isBare === true ? false : undefined,
    abortOnError: false,
  });
  await spec.configure?.(app);
  await app.listen(spec.port ?? 0, spec.host ?? '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return track(app, port, recorder);
}

/** Call in `afterEach`: closes whatever a test left running. */
export async function closeApplications(): Promise<void> {
  await Promise.all([...running].map((application) => application.close()));
}

function track(app: INestApplication, port: number, recorder: TelemetryRecorder): RunningApplication {
  const url = `http://127.0.0.1:${port}`;
  const request = (path: string, init?: RequestInit): Promise<Response> => fetch(url + path, init);
  const application: RunningApplication = {
    app,
    url,
    port,
    recorder,
    request,
    scrape: async (accept = 'text/plain') => (await request('/metrics', { headers: { accept } })).text(),
    close: async () => {
      if (running.delete(application)) await app.close();
    },
  };
  running.add(application);
  return application;
}

function rootModule(
  { imports = [], observability = {}, isBare, ...metadata }: ApplicationSpec,
  recorder: TelemetryRecorder,
): Type {
  const observed =
    'module' in observability ? observability : ObservabilityModule.forRoot(recorder.observing(observability));

  @Module({
    imports: isBare === true ? imports : [observed, ...imports],
    controllers: metadata.controllers ?? [],
    providers: metadata.providers ?? [],
    exports: metadata.exports ?? [],
  })
  class TestApplicationModule {}
  return TestApplicationModule;
}

function adapter(platform: Platform): ExpressAdapter | FastifyAdapter {
  return platform === 'express' ? new ExpressAdapter() : new FastifyAdapter({ forceCloseConnections: true });
}

export type { NestFastifyApplication };
