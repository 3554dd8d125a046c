/** The check of a provider in a real application: probes are never slower for it, and readiness never fails for it. */
import Anthropic from '@anthropic-ai/sdk';
import { Injectable } from '@nestjs/common';
import OpenAI from 'openai';
import { aiProviderCheck, HealthContributor, HealthRegistry, ObservabilityError } from 'nestjs-observability';
import { observeOpenAI } from 'nestjs-observability/instruments';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';
import { collectGarbage } from '../support/garbage.js';
import '../support/matchers.js';
import { AiProviderServer, json } from './ai-provider-server.js';
import { aiSamples } from './ai-telemetry.js';

const models = { object: 'list', data: [{ id: 'gpt-4o', object: 'model' }], has_more: false };
const everyTime = { intervalMs: 0, timeoutMs: 5_000 };

let application: RunningApplication;
let server: AiProviderServer;

beforeEach(async () => {
  server = await AiProviderServer.start();
  server.respond = json(models);
  application = await startApplication({ observability: { health: { cacheMs: 0 } } });
});

afterEach(async () => {
  await closeApplications();
  await server.close();
});

it.each([
  ['openai', () => observeOpenAI(new OpenAI({ apiKey: 'key', baseURL: server.url })), '/models'],
  ['@anthropic-ai/sdk', () => new Anthropic({ apiKey: 'key', baseURL: server.url }), '/v1/models'],
])(
  'asks a client of %s for its models, which is no completion and no call of the application',
  async (_name, client, path) => {
    register(client(), everyTime);
    await probeUntil(async () => server.requests.length > 0);

    expect(await probe()).toMatchObject({ status: 200, body: { status: 'ready', checks: { ai: 'ok' } } });
    expect(server.requests[0]!.path).toBe(path);
    expect(await aiSamples(application)).toEqual({});
    expect(application.recorder.operations.filter(({ kind }) => kind === 'http.client')).toEqual([]);
  },
);

it('degrades while the provider fails, and never fails readiness', async () => {
  server.respond = json({ error: { message: 'overloaded' } }, 503);
  register(new OpenAI({ apiKey: 'key', baseURL: server.url }), everyTime);

  expect((await probe()).body).toMatchObject({ checks: { ai: 'ok' } });
  await probeUntil(isDegraded);
  expect(await probe()).toMatchObject({ status: 200, body: { status: 'ready' } });
  await expect(application).toHaveSample('health_check_up', { check: 'ai' }, 0);

  server.respond = json(models);
  await probeUntil(async () => !(await isDegraded()));
  await expect(application).toHaveSample('health_check_up', { check: 'ai' }, 1);
});

it('never delays a probe: a provider that hangs is given up behind its back', async () => {
  server.respond = () => undefined;
  const client = new OpenAI({ apiKey: 'key', baseURL: server.url });
  register(client, { intervalMs: 0, timeoutMs: 200 });
  register(client, { intervalMs: 0, timeoutMs: 60_000 }, 'patient');

  await probeUntil(isDegraded);
  expect((await probe()).body.checks).toMatchObject({ ai: 'degraded', patient: 'ok' });
  expect((await probe()).body.details).toMatchObject({ ai: { message: 'no answer within 200 ms' } });
  await application.recorder.waitFor(() => server.abortedCount > 0);
});

it('asks once in its interval, and not again while a question that cannot be called off still hangs', async () => {
  let asked = 0;
  register(() => ++asked, { intervalMs: 60_000 });
  let hanging = 0;
  register(() => new Promise(() => hanging++), { intervalMs: 0, timeoutMs: 10 }, 'deaf');
  await probeUntil(async () => (await probe()).body.checks.deaf === 'degraded');
  for (let round = 0; round < 5; round++) await probe();

  expect([asked, hanging]).toEqual([1, 1]);
});

it('keeps nothing of a question that was answered', async () => {
  const signals: WeakRef<AbortSignal>[] = [];
  const check = aiProviderCheck('ai', (signal) => void signals.push(new WeakRef(signal)), everyTime);
  while (signals.length < 20) {
    void check.check(new AbortController().signal);
    await new Promise((resolve) => setImmediate(resolve));
  }

  await collectGarbage();

  // The last one may still be aborted.
  expect(signals.slice(0, -1).filter((signal) => signal.deref() !== undefined)).toHaveLength(0);
}, 60_000);

it('joins through a provider that contributes it, and lets go with the application', async () => {
  @Injectable()
  class Assistant {
    @HealthContributor('assistant', { isOptional: true })
    check() {
      return check.check(new AbortController().signal);
    }
  }
  let signal: AbortSignal | undefined;
  const check = aiProviderCheck('assistant', (given) => ((signal = given), new Promise(() => undefined)));
  await application.close();
  application = await startApplication({ providers: [Assistant] });
  application.app.get(HealthRegistry).register(check);

  await probe();
  await application.close();

  expect(signal!.aborted).toBe(true);
});

it('refuses what it cannot ask', () => {
  expect(() => aiProviderCheck('ai', {})).toThrow(ObservabilityError);
  expect(() => aiProviderCheck('ai', {})).toThrow(/The health check ai needs .* Fix: /);
});

interface Probe {
  readonly status: number;
  readonly body: { status: string; checks: Record<string, string>; details?: unknown };
}

function register(
  provider: Parameters<typeof aiProviderCheck>[1],
  options: Parameters<typeof aiProviderCheck>[2],
  name = 'ai',
): void {
  application.app.get(HealthRegistry).register(aiProviderCheck(name, provider, options));
}

async function probe(): Promise<Probe> {
  const response = await application.request('/health/ready');
  return { status: response.status, body: (await response.json()) as Probe['body'] };
}

async function isDegraded(): Promise<boolean> {
  return (await probe()).body.checks.ai === 'degraded';
}

async function probeUntil(holds: () => Promise<boolean>): Promise<void> {
  for (let round = 0; round < 200; round++) {
    await probe();
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('Probed in vain');
}
