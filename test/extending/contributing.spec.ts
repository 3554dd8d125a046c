/** What CONTRIBUTING.md tells contributors to write is written here, literally: one file and one entry in one list each. And it works. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Controller, Get, Injectable, type Type } from '@nestjs/common';
import type { OperationHandler, OperationPipeline as Pipeline } from 'nestjs-observability';
import { describeHandler, describeSource, type Act, type SourceSubject } from 'nestjs-observability/testing';
import type { PageAnswer, SessionAnswer } from '../../src/console/shapes/index.js';

import { ConsoleReader, withConsole } from '../console/console-reader.js';
import { closeApplications, platforms, startApplication } from '../support/application.js';
import { contributed, typeErrors } from './contributed-copy.js';
import { recipes } from './recipes.js';

// All of the test's own support then works on the copy.
jest.mock('nestjs-observability', () => mockContributed('src/index.ts'));
jest.mock('nestjs-observability/testing', () => mockContributed('src/testing/index.ts'));

/** Called before this file's imports are there. */
function mockContributed(path: string): unknown {
  return jest.requireActual<typeof import('./contributed-copy.js')>('./contributed-copy.js').contributed(path);
}

const { CountedByResult, OperationPipeline } = contributed<{
  CountedByResult(name: string): MethodDecorator;
  OperationPipeline: Type<Pipeline>;
}>('src/index.ts');

const { OperationChannelHandler } = contributed<{ OperationChannelHandler: Type<OperationHandler> }>(
  'src/hooks/operation-channel.handler.ts',
);

interface Locks {
  taken(lock: string, waitedMs: number): void;
}
const { LocksInstrument } = contributed<{ LocksInstrument: Type<Locks> }>('src/instruments/api.ts');

@Injectable()
class Reviews {
  @CountedByResult('reviews_total')
  decide(amount: number): 'accepted' | 'refused' {
    if (Number.isNaN(amount)) throw new RangeError('no amount');
    return amount < 100 ? 'accepted' : 'refused';
  }
}

@Controller('reviews')
class ReviewsController {
  constructor(private readonly reviews: Reviews) {}

  @Get()
  review(): string {
    return this.reviews.decide(5);
  }
}

/** As nest-commander's `@Command({ name })` marks it. */
@Reflect.metadata('CommandBuilder:Command:Meta', { name: 'import' })
@Injectable()
class ImportCommand {
  release!: () => void;
  private readonly released = new Promise<void>((resolve) => (this.release = resolve));

  async run([act]: readonly (Act | 'wait')[]): Promise<void> {
    if (act === 'error') throw new RangeError('no file');
    if (act !== 'success') await this.released;
  }
}

afterEach(closeApplications);

describe('The recipes of CONTRIBUTING.md', () => {
  it('are one file and one list entry each', () => {
    expect([...recipes().keys()]).toEqual(['decorator', 'source', 'handler', 'instrument', 'console-page']);
  });

  it('compile', () => {
    expect(typeErrors()).toEqual([]);
  });
});

describe.each(platforms)('What follows CONTRIBUTING.md, on %s', (platform) => {
  it('a decorator records what a method gives', async () => {
    const { app, scrape } = await startApplication({ platform, providers: [Reviews] });
    const reviews = app.get(Reviews);

    for (const amount of [5, 10, 500]) reviews.decide(amount);
    expect(() => reviews.decide(NaN)).toThrow('no amount');

    const lines = (await scrape()).split('\n').filter((line) => line.startsWith('reviews_total{'));
    expect(lines).toEqual([
      'reviews_total{class="Reviews",method="decide",outcome="ok",result="accepted"} 2',
      'reviews_total{class="Reviews",method="decide",outcome="ok",result="refused"} 1',
    ]);
  });

  it('a source’s operations are measured, traced and logged', async () => {
    const { app, recorder, scrape } = await startApplication({ platform, providers: [ImportCommand] });

    await app.get(ImportCommand).run(['success']);

    expect(await scrape()).toContain('schedule_runs_total{job="import",outcome="ok"} 1');
    expect(recorder.spans.map(({ name }) => name)).toContain('import');
    expect(recorder.operations.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['schedule.run import']);
  });

  it('a handler hears of every operation that ends', async () => {
    const heard: unknown[] = [];
    const listen = (message: unknown): number => heard.push(message);
    subscribe('nestjs-observability:operation', listen);
    const { request } = await startApplication({ platform, controllers: [ReviewsController], providers: [Reviews] });

    await (await request('/reviews')).text();
    await (await request('/nowhere')).text();
    unsubscribe('nestjs-observability:operation', listen);

    const durationMs = expect.any(Number) as unknown;
    const requests = heard.filter((one) => (one as { kind: string }).kind === 'http.server');
    expect(requests).toEqual([
      { kind: 'http.server', name: 'GET /reviews', outcome: 'ok', durationMs },
      { kind: 'http.server', name: 'GET', outcome: 'ok', durationMs },
    ]);
  });

  it('an instrument is injected, and its metrics are on the page', async () => {
    const { app, scrape } = await startApplication({ platform });

    expect(await scrape()).not.toContain('lock_wait_duration_seconds');
    app.get(LocksInstrument).taken('stock', 40);

    const page = await scrape();
    expect(page).toContain('lock_wait_duration_seconds_sum{lock="stock"} 0.04');
    expect(page).toContain('# HELP lock_wait_duration_seconds Time from asking for a lock to having it');
  });

  it('a page of the console stands in the menu and answers', async () => {
    const desk = new ConsoleReader(await startApplication({ platform, observability: withConsole() }));

    const { pages } = await desk.read<SessionAnswer>('session');
    const { sections } = await desk.read<PageAnswer>('page', { id: 'process' });

    expect(pages.find(({ id }) => id === 'process')).toEqual({
      id: 'process',
      title: 'Process',
      group: 'Application',
      description: 'What the application runs in.',
      isOn: true,
      enableWith: null,
      isCustom: true,
    });
    expect(sections).toMatchObject([{ type: 'figures', figures: [{ label: 'Node', value: process.version }, {}, {}] }]);
  });
});

it('An instrument that follows CONTRIBUTING.md has its rows in the metric reference', () => {
  const { metricReference } = contributed<{ metricReference(): string }>('test/docs/metric-reference.ts');

  expect(metricReference()).toContain('### locks\n\nWhat is told to `LocksInstrument`.');
  expect(metricReference()).toContain(
    '| `lock_wait_duration_seconds` | histogram | seconds | `lock` | `metrics.durationBuckets` |  | Time from asking for a lock to having it |',
  );
});

async function startCommands(): Promise<SourceSubject> {
  const { app, recorder, close } = await startApplication({ providers: [ImportCommand] });
  const command = app.get(ImportCommand);
  const acts: Record<Act, () => Promise<unknown>> = {
    success: () => command.run(['success']),
    error: () => command.run(['error']),
    abort: () => Promise.resolve(),
    timeout: async () => {
      const ran = command.run(['wait']);
      await Promise.race([ran, new Promise((resolve) => setTimeout(resolve, 5))]);
      command.release();
    },
  };
  return {
    recorder,
    pipeline: app.get(OperationPipeline),
    act: (how) => acts[how](),
    begin: async () => {
      void command.run(['wait']);
      return { release: command.release };
    },
    close,
  };
}

describeSource('A source that follows CONTRIBUTING.md', {
  kind: 'schedule.run',
  start: startCommands,
  outcomes: {
    success: 'ok',
    error: 'error',
    abort: { impossible: 'a command cannot be taken back' },
    timeout: 'ok',
  },
  shutdown: 'ok',
});

describeHandler('A handler that follows CONTRIBUTING.md', {
  create: () => ({ handler: new OperationChannelHandler() }),
});
