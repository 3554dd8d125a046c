import { Controller, Get, Query } from '@nestjs/common';
import type { Outcome } from 'nestjs-observability';
import { describeSource, type Act, type SourceSubject } from 'nestjs-observability/testing';
import { ObservabilityRuntime } from '../../src/observability.runtime.js';
import { clients, farSide, type Client } from '../outgoing/far-side.js';
import { closeApplications, platforms, startApplication } from '../support/application.js';

const PATHS: Readonly<Record<Act, string>> = { success: '/', error: '/missing', abort: '/silent', timeout: '/silent' };

async function start(platform: 'express' | 'fastify', client: Client): Promise<SourceSubject> {
  const far = await farSide();
  let release = (): void => undefined;

  @Controller()
  class CallingController {
    @Get('call')
    async call(@Query('act') act: Act): Promise<string> {
      const signal = signalFor(act);
      return client(far.url + PATHS[act], { ...(signal && { signal }) }).catch(String);
    }

    @Get('begin')
    async begin(): Promise<string> {
      const controller = new AbortController();
      release = () => controller.abort();
      return client(`${far.url}/silent`, { signal: controller.signal }).catch(String);
    }
  }

  const { app, recorder, url, close } = await startApplication({
    platform,
    observability: { traces: { sampleRatio: 1 } },
    controllers: [CallingController],
  });
  const { pipeline } = app.get(ObservabilityRuntime);
  // Its own calls are outside every span, so they are no operations.
  const request = async (path: string): Promise<string> => (await fetch(url + path)).text();
  return {
    recorder,
    pipeline,
    act: (how) => request(`/call?act=${how}`),
    begin: async () => {
      void request('/begin').catch(() => undefined);
      await recorder.waitFor(({ started }) => started.some((name) => name.startsWith('http.client')));
      return { release: () => release() };
    },
    close: async () => {
      await close();
      // The request that made the call is answered after it.
      await recorder.waitFor(() => pipeline.active === 0);
      await far.close();
    },
  };
}

function signalFor(act: Act): AbortSignal | undefined {
  if (act === 'abort') return abortedSoon();
  return act === 'timeout' ? AbortSignal.timeout(40) : undefined;
}

function abortedSoon(): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 40);
  return controller.signal;
}

afterEach(closeApplications);

for (const platform of platforms) {
  for (const [name, client] of Object.entries(clients)) {
    // axios tells its connection of a cancellation, not of the reason.
    const timeout: Outcome = name === 'axios' ? 'canceled' : 'error';
    describeSource(`calls by ${name} on ${platform}`, {
      kind: 'http.client',
      start: () => start(platform, client),
      outcomes: { success: 'ok', error: 'error', abort: 'canceled', timeout },
      shutdown: 'canceled',
    });
  }
}
