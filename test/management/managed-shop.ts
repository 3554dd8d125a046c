/** An application that has something to manage, and how a test asks it. */
import { Controller, Get, Injectable, Logger, Module, Param, UseGuards, type CanActivate } from '@nestjs/common';
import { Cron, ScheduleModule } from '@nestjs/schedule';
import type { ObservabilityOptions } from 'nestjs-observability';
import { ManualClock } from 'nestjs-observability/testing';
import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { startApplication, type Platform, type RunningApplication } from '../support/application.js';

export const BASE = '/observability/manage';
export const TOKEN = 'token-of-alice-0123456789';
export const json = { 'content-type': 'application/json' };

@Injectable()
export class EverybodyGuard implements CanActivate {
  canActivate(): boolean {
    return true;
  }
}

@Controller('orders')
@UseGuards(EverybodyGuard)
export class OrdersController {
  private readonly logger = new Logger(OrdersController.name);

  @Get(':id')
  find(@Param('id') id: string): { id: string } {
    this.logger.debug(`looking for ${id}`);
    return { id };
  }
}

@Injectable()
export class NightlyJobs {
  @Cron('0 3 * * *', { name: 'nightly' })
  nightly(): void {}
}

@Module({ imports: [ScheduleModule.forRoot()], controllers: [OrdersController], providers: [NightlyJobs] })
export class OrdersModule {}

export interface ManagedShop extends RunningApplication {
  readonly clock: ManualClock;
  manage(name: string, init?: RequestInit): Promise<Response>;
  /** POST of JSON; gives status and body. */
  change(name: string, body: unknown, headers?: Record<string, string>): Promise<readonly [number, unknown]>;
}

/** As in development, where nothing else is said. */
export async function startShop(
  platform: Platform,
  management: ObservabilityOptions['management'] = {},
  more: ObservabilityOptions = {},
): Promise<ManagedShop> {
  const clock = new ManualClock();
  const application = await startApplication({
    platform,
    imports: [OrdersModule],
    observability: { environment: 'development', ...more, management, plugins: [{ name: 'clock', clock }] },
  });
  const manage = (name: string, init?: RequestInit) => application.request(`${BASE}${name}`, init);
  const change: ManagedShop['change'] = async (name, body, headers = {}) => {
    const init = { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) };
    const response = await manage(name, init);
    return [response.status, await response.json()];
  };
  return { ...application, clock, manage, change };
}

/** Headers that `fetch` does not let one set: Host, Origin. */
export function rawRequest(port: number, path: string, headers: Record<string, string>): Promise<[number, string]> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ host: '127.0.0.1', port, path, headers }, (response) => {
      text(response).then((body) => resolve([response.statusCode!, body]), reject);
    });
    sent.once('error', reject).end();
  });
}
