/** A running application with every boundary in it, and what a trial may ask of it. */
import 'reflect-metadata';
import { Module, type INestApplication, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { AddressInfo } from 'node:net';
import { ObservabilityModule, OperationPipeline, type ObservabilityOptions } from 'nestjs-observability';
import type { Boundary, Installed } from '../boundary.js';
import type { Fault } from '../fault.js';
import { ask, type Answer } from './answer.js';
import { lossesOf, lossesOnPage, type Losses } from './losses.js';
import { mergedOptions } from './merged-options.js';
import { ShopController, shopRequests } from './shop.js';
import { Switchboard } from './switchboard.js';

export type Platform = 'express' | 'fastify';
export const platforms: readonly Platform[] = ['express', 'fastify'];

export interface SubjectOptions {
  readonly platform: Platform;
  readonly boundaries?: readonly Boundary[];
  readonly observability?: ObservabilityOptions;
  /** Without the module, for comparisons. */
  readonly isBare?: true;
  /** Has its fault from the start. */
  readonly isFaulty?: { readonly boundary: Boundary; readonly fault: Fault };
}

export class Subject {
  readonly switchboard = new Switchboard();
  private url = '';

  private constructor(
    readonly platform: Platform,
    readonly app: INestApplication,
  ) {}

  static async start({
    platform,
    boundaries = [],
    observability = {},
    isBare,
    isFaulty,
  }: SubjectOptions): Promise<Subject> {
    const switchboard = new Switchboard();
    if (isFaulty !== undefined) switchboard.on(isFaulty.boundary, isFaulty.fault);
    const installed = boundaries.map((boundary) => boundary.install(switchboard.callbackOf(boundary)));
    const adapter = platform === 'express' ? new ExpressAdapter() : new FastifyAdapter({ forceCloseConnections: true });
    const app = await NestFactory.create(rootOf(installed, isBare === true ? undefined : observability), adapter, {
      ...(isBare === true ? { logger: false } : { bufferLogs: true }),
      abortOnError: false,
    });
    const subject = Object.assign(new Subject(platform, app), { switchboard });
    await app.listen(0, '127.0.0.1');
    subject.url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
    for (const boundary of boundaries) boundary.started?.(subject, switchboard.callbackOf(boundary));
    return subject;
  }

  ask(path: string, init?: RequestInit): Promise<Answer> {
    return ask(this.url, path, init);
  }

  /** The requests that every trial makes, at once. */
  askAll(): Promise<readonly Answer[]> {
    return Promise.all(shopRequests.map(({ path, init }) => this.ask(path, init)));
  }

  losses(): Losses {
    return lossesOf(this.app.get(OperationPipeline).diagnostics);
  }

  /** As whoever scrapes gets to see them. */
  async publishedLosses(): Promise<Losses> {
    return lossesOnPage((await this.ask('/metrics')).body);
  }

  close(): Promise<void> {
    return this.app.close();
  }
}

/** Lines that nobody asks for are not shown. */
const QUIET: ObservabilityOptions = { logs: { pretty: false, destination: { write: () => true } } };

function rootOf(installed: readonly Installed[], own: ObservabilityOptions | undefined): Type {
  const all = installed.map(({ observability = {} }) => observability);
  const observed = own === undefined ? [] : [ObservabilityModule.forRoot(mergedOptions([QUIET, own, ...all]))];

  @Module({
    imports: [...observed, ...installed.flatMap(({ imports = [] }) => imports)],
    controllers: [ShopController, ...installed.flatMap(({ controllers = [] }) => controllers)],
    providers: installed.flatMap(({ providers = [] }) => providers),
  })
  class SubjectModule {}
  return SubjectModule;
}
