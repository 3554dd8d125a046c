/** The busy application as a process of its own: it answers each command of its loader with one message. */
import 'reflect-metadata';
import { MetricsService } from 'nestjs-observability';
import { setTimeout as wait } from 'node:timers/promises';
import type { Platform } from '../platform.js';
import { readVitals, type Vitals } from '../vitals/vitals.js';
import { startBusyApplication, type BusyApplication } from './busy-application.js';
import { BusyService } from './busy.service.js';
import { compare, type Comparison } from './comparisons.js';
import { seriesCounts } from './series.js';

/** `quiet` waits until nobody is there, `held` tells how many requests are open and how many the gauge says. */
export type BusyCommand = 'quiet' | 'vitals' | 'compare' | 'held' | 'release' | 'stop';

/** Whether everybody has left in time. */
export type QuietAnswer = { readonly isQuiet: boolean; readonly open: string };

export interface HeldAnswer {
  readonly open: number;
  readonly told: number;
}

const QUIET_TIMEOUT_MS = 20_000;
const POLL_MS = 5;

const warnings: string[] = [];
process.on('warning', ({ name, message }) => warnings.push(`${name}: ${message}`));

const commands: Record<Exclude<BusyCommand, 'stop'>, (busy: BusyApplication) => unknown> = {
  quiet: untilQuiet,
  vitals: ({ app, server }): Promise<Vitals> =>
    readVitals({ server }, seriesCounts(app.get(MetricsService).snapshot())),
  compare: (busy): Comparison[] => compare(busy, warnings),
  held: ({ app, truth }): HeldAnswer => ({
    open: truth.openRequests,
    told: Number(app.get(MetricsService).read('http_requests_active', { method: 'GET' })),
  }),
  release: ({ app }) => app.get(BusyService).release() ?? true,
};

async function untilQuiet({ app, truth }: BusyApplication): Promise<QuietAnswer> {
  const deadlineMs = performance.now() + QUIET_TIMEOUT_MS;
  const service = app.get(BusyService);
  const isBusy = (): boolean => truth.openRequests + truth.openConnections + service.underWay > 0;
  while (isBusy() && performance.now() < deadlineMs) await wait(POLL_MS);
  return { isQuiet: !isBusy(), open: `${truth.openConnections} connections, ${truth.openRequests} requests` };
}

async function main(platform: Platform, tracesEndpoint: string): Promise<void> {
  const busy = await startBusyApplication(platform, tracesEndpoint);
  process.on('message', (command: BusyCommand) => {
    if (command === 'stop') void busy.app.close().then(() => process.disconnect());
    else void Promise.resolve(commands[command](busy)).then((answer) => process.send!(answer));
  });
  process.send!({ port: busy.port });
}

void main(process.argv[2] as Platform, process.argv[3]!);
