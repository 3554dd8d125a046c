/** Indicators written for Terminus are checks of ours as they are. */
import { Injectable } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { HealthIndicatorService, MemoryHealthIndicator, TerminusModule } from '@nestjs/terminus';
import { HealthContributor } from '../../src/decorators.js';
import { contributorsOf, HealthRegistry, noHealthMeter } from '../../src/health/index.js';
import { Diagnostics, systemClock, TelemetryBus } from '../../src/kernel/index.js';

@Injectable()
class Indicators {
  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly memory: MemoryHealthIndicator,
  ) {}

  @HealthContributor('replica')
  replica(): unknown {
    return this.indicators.check('replica').down({ lagSeconds: 9 });
  }

  @HealthContributor('cache')
  cache(): unknown {
    return this.indicators.check('cache').up();
  }

  // A thenable that runs only when it is awaited.
  @HealthContributor('broker')
  broker(): unknown {
    return this.indicators.check('broker').attempt(() => Promise.reject(new Error('refused')));
  }

  @HealthContributor('heap')
  heap(): unknown {
    return this.memory.checkHeap('heap', Number.MAX_SAFE_INTEGER);
  }
}

describe('indicators of Terminus', () => {
  it('are read as they are, each for itself', async () => {
    const root = { module: Indicators, imports: [TerminusModule], providers: [Indicators] };
    const app = await NestFactory.createApplicationContext(root, { logger: false });
    const registry = createRegistry();
    contributorsOf(app.get(Indicators)).forEach((check) => registry.register(check));

    const { status, checks } = await registry.report();

    expect(status).toBe('fail');
    expect([...checks].map(([name, outcome]) => [name, outcome.status, outcome.details])).toEqual([
      ['replica', 'fail', { lagSeconds: 9 }],
      ['cache', 'ok', {}],
      ['broker', 'fail', { message: 'refused', responseTime: expect.any(Number) }],
      ['heap', 'ok', {}],
    ]);
    await app.close();
  });
});

function createRegistry(): HealthRegistry {
  const diagnostics = new Diagnostics(() => undefined);
  return new HealthRegistry({
    limits: { timeoutMs: 1_000, cacheMs: 0 },
    clock: systemClock,
    diagnostics,
    bus: new TelemetryBus(diagnostics),
    meter: noHealthMeter,
    redactor: { redactText: (text) => text, redactValue: (value) => value },
    log: () => undefined,
  });
}
