import { context, trace } from '@opentelemetry/api';
import {
  activate,
  callsiteOf,
  deactivate,
  Diagnostics,
  ensureContextManager,
  observeMethod,
  OperationPipeline,
  type AnyMethod,
} from '../kernel/index.js';
import { Counted } from './counted.decorator.js';
import { Gauged } from './gauged.decorator.js';
import { MetricLabel, NoMetrics } from './label.decorator.js';
import { MetricRegistry } from './metric-registry.js';
import { MetricsHandler } from './metrics.handler.js';
import { MetricsService } from './metrics.service.js';
import { Timed } from './timed.decorator.js';
import { registryConfig } from '../../test/support/registry-config.js';

class Time {
  nowMs = 0;
  now = () => this.nowMs;
  toEpochMs = (reading: number) => reading;
}

class Gate {
  open!: () => void;
  readonly opened = new Promise<void>((resolve) => (this.open = resolve));
}

/** Takes a quarter of a second. */
const answered = (answer: unknown): unknown => {
  clock.nowMs += 250;
  return answer;
};

let metrics: MetricsService;
let registry: MetricRegistry;
let handler: MetricsHandler;
let pipeline: OperationPipeline;
let diagnostics: Diagnostics;
let clock: Time;

beforeAll(ensureContextManager);

beforeEach(() => {
  diagnostics = new Diagnostics(() => undefined);
  registry = new MetricRegistry(registryConfig({ collectTimeoutMs: 10 }), diagnostics);
  metrics = new MetricsService(registry);
  clock = new Time();
  handler = new MetricsHandler(registry);
  pipeline = new OperationPipeline({ handlers: [handler], clock, diagnostics });
  activate(pipeline);
});

afterEach(() => deactivate(pipeline));

const seriesOf = (name: string) =>
  metrics
    .snapshot()
    .find((metric) => metric.name === name)
    ?.series.map(({ labels, value }) => [Object.values(labels).join(' '), value]);
const failures = () => [...diagnostics.failures.values()];

describe('@Counted', () => {
  it('counts calls by class, method and outcome in the family all methods share', async () => {
    class Orders {
      @Counted()
      find(isThere: boolean): string {
        if (!isThere) throw new Error('missing');
        return 'order';
      }

      @Counted()
      async load(): Promise<string> {
        throw Object.assign(new Error('stop'), { name: 'AbortError' });
      }
    }
    const orders = new Orders();

    expect(orders.find(true)).toBe('order');
    expect(() => orders.find(false)).toThrow('missing');
    await expect(orders.load()).rejects.toThrow('stop');

    expect(seriesOf('method_calls_total')).toEqual([
      ['Orders find ok', 1],
      ['Orders find error', 1],
      ['Orders load ok', 0],
      ['Orders load error', 0],
      ['Orders load canceled', 1],
    ]);
  });

  it('counts amounts, one outcome, fixed labels and the type of the error under a name of its own', () => {
    class Shop {
      @Counted('sold_total', { labels: { shop: 'main' }, amount: (_result, [pieces]) => Number(pieces) })
      sell(_pieces: number): void {}

      @Counted({ name: 'failed_total', count: 'error', errorType: true })
      fail(error?: Error): void {
        if (error) throw error;
      }
    }
    const shop = new Shop();

    shop.sell(3);
    shop.sell(Number.NaN);
    shop.sell(-1);
    shop.fail();
    expect(() => shop.fail(new RangeError('x'))).toThrow(RangeError);

    expect(seriesOf('sold_total')).toEqual([['Shop sell ok main', 3]]);
    expect(seriesOf('failed_total')).toEqual([['Shop fail error RangeError', 1]]);
    expect(failures()).toEqual([{ labels: { handler: 'metrics', phase: 'record' }, value: 2 }]);
  });

  it('labels by a function of the call, and by parameters with a limit of their own', async () => {
    class Visits {
      readonly region = 'eu';

      @Counted('visits_total', {
        labelNames: ['region', 'size'],
        labels: ({ args, result, instance }) => ({
          region: (instance as Visits).region,
          size: `${String(result)}${args.length}`,
        }),
      })
      async visit(
        @MetricLabel('tenant', { max: 1 }) _tenant: unknown,
        @MetricLabel('vip') _vip?: boolean,
      ): Promise<string> {
        return 's';
      }
    }
    const visits = new Visits();

    await visits.visit('a', true);
    await visits.visit('b');
    await visits.visit('c');

    expect(metrics.snapshot().find(({ name }) => name === 'visits_total')!.series[0]).toEqual({
      labels: { class: 'Visits', method: 'visit', outcome: 'ok', region: 'eu', size: 's2', tenant: 'a', vip: 'true' },
      value: 1,
    });
    expect(metrics.read('visits_total', { tenant: '_OTHER', vip: '', size: 's1' })).toBe(2);
  });

  it('takes the limit of a label from the parameter that has one', () => {
    class Visits {
      @Counted('limited_total')
      first(@MetricLabel('tenant') _tenant: string): void {}

      @Counted('limited_total')
      second(@MetricLabel('tenant', { max: 1 }) _tenant: string): void {}
    }
    const visits = new Visits();

    visits.first('a');
    visits.second('a');
    visits.second('b');

    expect(seriesOf('limited_total')).toEqual([
      ['Visits first ok a', 1],
      ['Visits second ok a', 1],
      ['Visits second ok _OTHER', 1],
    ]);
  });

  it('has no type of an error where there is none', () => {
    class Shop {
      @Counted({ name: 'typed_total', errorType: true })
      sell(): void {}
    }

    new Shop().sell();

    expect(metrics.read('typed_total', { outcome: 'ok', error_type: '' })).toBe(1);
  });

  it('asks for the amount with no arguments where the call was not kept', () => {
    class Shop {
      @Counted('sold_total', { amount: (result, args) => (result === undefined ? args.length + 2 : 100) })
      sell(): void {}
    }
    const recorder = handler.bind(callsiteOf(Shop.prototype.sell)!)!;

    recorder.end('ok', 0, undefined, undefined);

    expect(metrics.read('sold_total')).toBe(2);
    expect(recorder.okCells?.()).toBeUndefined();
  });

  it('lets one method of the shared family have a label the others lack', () => {
    class Mixed {
      @Counted()
      plain(): void {}

      @Counted()
      labelled(@MetricLabel('tenant') _tenant: string): void {}
    }
    const mixed = new Mixed();

    mixed.plain();
    mixed.labelled('a');

    expect(seriesOf('method_calls_total')).toEqual([
      ['Mixed plain ok', 1],
      ['Mixed plain error', 0],
      ['Mixed labelled ok a', 1],
    ]);
  });

  it('isolates callbacks that throw, reject or return nonsense', () => {
    const faults = [
      () => {
        throw new Error('callback');
      },
      () => Promise.reject(new Error('callback')),
      () => Symbol('nonsense'),
    ];
    for (const [index, fault] of faults.entries()) {
      class Stock {
        @Counted(`stock_${index}_total`, { labelNames: ['kind'], labels: fault as never, amount: fault as never })
        take(): string {
          return 'taken';
        }
      }

      expect(new Stock().take()).toBe('taken');
      expect(metrics.read(`stock_${index}_total`, { kind: '' })).toBe(0);
    }
    expect(failures().map(({ labels }) => labels['phase'])).toEqual(['labels', 'amount', 'record']);
  });
});

describe('@Timed', () => {
  it('observes seconds from call to settlement', async () => {
    const gate = new Gate();
    class Orders {
      @Timed()
      async load(): Promise<void> {
        await gate.opened;
      }
    }

    const loading = new Orders().load();
    clock.nowMs = 250;
    gate.open();
    await loading;

    expect(metrics.read('method_duration_seconds', { class: 'Orders', method: 'load', outcome: 'ok' })).toMatchObject({
      count: 1,
      sum: 0.25,
    });
  });

  it('has buckets of its own, or is a summary, under a name of its own', () => {
    class Orders {
      @Timed('a_seconds', { buckets: [5] })
      a(): void {
        clock.nowMs += 2000;
      }

      @Timed('b_seconds', { summary: true })
      b(): void {
        clock.nowMs += 2000;
      }
    }
    const orders = new Orders();

    orders.a();
    orders.b();

    expect(metrics.read('a_seconds')).toEqual({
      count: 1,
      sum: 2,
      buckets: [
        { le: 5, count: 1 },
        { le: Infinity, count: 1 },
      ],
    });
    expect(metrics.read('b_seconds')).toMatchObject({ count: 1, sum: 2, quantiles: [{ quantile: 0.5 }, {}, {}, {}] });
  });

  it('links to the surrounding span when asked', () => {
    class Orders {
      @Timed('a_seconds', { exemplars: true })
      a(): void {}
    }
    const span = trace.wrapSpanContext({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 });
    Object.assign(span, { isRecording: () => true });

    context.with(trace.setSpan(context.active(), span), () => new Orders().a());
    new Orders().a();

    const [cell] = [...registry.find('a_seconds')!.cells()] as unknown as { exemplars: unknown[]; count: number }[];
    expect(cell!.count).toBe(2);
    expect(cell!.exemplars).toEqual([
      { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), value: 0, epochMs: expect.any(Number) },
    ]);
  });

  it('links to spans with labels from parameters too', () => {
    class Orders {
      @Timed('a_seconds', { exemplars: true })
      a(@MetricLabel('tenant') _tenant: string): void {}
    }

    new Orders().a('acme');

    expect(seriesOf('a_seconds')).toMatchObject([['Orders a ok acme', { count: 1 }]]);
  });

  it('observes seconds with a link to the span', () => {
    class Orders {
      @Timed('a_seconds', { exemplars: true })
      a(): void {
        clock.nowMs += 500;
      }

      @Timed('b_seconds', { exemplars: true, summary: true })
      b(): void {
        clock.nowMs += 500;
      }
    }
    const span = trace.wrapSpanContext({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 });
    Object.assign(span, { isRecording: () => true });
    const orders = new Orders();

    context.with(trace.setSpan(context.active(), span), () => {
      orders.a();
      orders.b();
    });
    orders.a();

    expect(metrics.read('a_seconds')).toMatchObject({ count: 2, sum: 1 });
    expect(metrics.read('b_seconds')).toMatchObject({ count: 1, sum: 0.5 });
  });
});

describe('@Gauged', () => {
  it('shows calls under way', async () => {
    const gate = new Gate();
    class Orders {
      @Gauged()
      async load(): Promise<void> {
        await gate.opened;
      }
    }

    const loading = new Orders().load();
    expect(seriesOf('method_active')).toEqual([['Orders load', 1]]);
    gate.open();
    await loading;

    expect(seriesOf('method_active')).toEqual([['Orders load', 0]]);
  });

  it('is set from results that are numbers, and left alone by failures', async () => {
    class Queue {
      @Gauged('queue_length', { value: (result) => (result as unknown[]).length })
      async items(isFine: boolean): Promise<unknown[]> {
        if (!isFine) throw new Error('x');
        return [1, 2];
      }
    }

    await new Queue().items(true);
    await expect(new Queue().items(false)).rejects.toThrow('x');

    expect(seriesOf('queue_length')).toEqual([['Queue items', 2]]);
  });

  it('has no labels from calls while they are under way', () => {
    class Orders {
      @Gauged('under_way', { labels: () => ({ a: '1' }), labelNames: ['a'] })
      find(): void {}
    }

    new Orders().find();

    expect(seriesOf('under_way')).toEqual([['Orders find', 0]]);
  });
});

describe('Decorated classes', () => {
  it('cover own methods, except those that opt out', () => {
    @Timed()
    @Counted()
    class Orders {
      find(): number {
        return 1;
      }

      @NoMetrics()
      secret(): void {}

      onModuleInit(): void {}
    }
    const orders = new Orders();

    orders.find();
    orders.secret();
    orders.onModuleInit();

    expect(seriesOf('method_calls_total')).toEqual([
      ['Orders find ok', 1],
      ['Orders find error', 0],
    ]);
    expect(seriesOf('method_duration_seconds')).toHaveLength(1);
  });

  it('record once when several decorators stand on one method', () => {
    class Orders {
      @Timed()
      @Counted()
      @Gauged()
      find(): void {}
    }

    new Orders().find();

    expect(callsiteOf(Orders.prototype.find)!.aspects.map(({ type }) => type)).toEqual(['timed', 'counted', 'gauged']);
    expect(metrics.read('method_calls_total')).toBe(1);
    expect(metrics.read('method_duration_seconds')).toMatchObject({ count: 1 });
  });

  it('are not told of the start of a call unless one of them asks', () => {
    class Orders {
      @Timed()
      @Counted()
      find(): void {}

      @Timed()
      @Gauged()
      load(): void {}
    }
    const starts = [Orders.prototype.find, Orders.prototype.load].map(
      (method) => handler.bind(callsiteOf(method)!)!.start,
    );

    expect(starts).toEqual([undefined, expect.any(Function)]);
  });

  it('leave a callsite alone of which others ask something', () => {
    class Orders {
      @Timed()
      find(): void {}
    }
    const callsite = callsiteOf(Orders.prototype.find)!;

    expect(handler.bind({ ...callsite, aspects: [{ type: 'another', options: {} }] } as never)).toBeUndefined();
    expect(handler.bind({ ...callsite, aspects: [] } as never)).toBeUndefined();
  });
});

describe('Measures of sources', () => {
  it('are recorded with fixed labels and with labels from the end of the call', () => {
    const common = { unit: 'count', help: 'Help', labelNames: ['who', 'what'], family: 'test' } as const;
    const observed = observeMethod(answered as AnyMethod, {
      className: 'Guard',
      methodName: 'canActivate',
      kind: 'nest.guard',
    });
    callsiteOf(observed)!.measures = [
      {
        definition: { ...common, name: 'guard_seconds', type: 'histogram', buckets: [1] },
        value: 'duration',
        labels: ['Guard', 'guard'],
      },
      {
        definition: { ...common, name: 'guard_total', type: 'counter' },
        value: 'count',
        labels: ({ result }) => (result === undefined ? undefined : ['Guard', result === true ? 'allow' : 'deny']),
      },
      {
        definition: { ...common, name: 'answer_seconds', type: 'histogram', buckets: [1] },
        value: 'duration',
        labels: ({ result }) => ['Guard', String(result)],
      },
    ];

    for (const answer of [true, true, false, undefined]) (observed as typeof answered)(answer);

    expect(metrics.read('guard_seconds')).toMatchObject({ count: 4, sum: 1 });
    expect(metrics.read('answer_seconds', { what: 'true' })).toMatchObject({ count: 2, sum: 0.5 });
    expect(seriesOf('guard_total')).toEqual([
      ['Guard allow', 2],
      ['Guard deny', 1],
    ]);
  });
});

describe('Misuse', () => {
  class Place {
    property = 0;
  }

  it.each([
    [() => Gauged({ value: () => 1 }), 'OBS_ERR_DECORATOR_MISUSE  @Gauged has the option value but no name'],
    [() => Timed({ buckets: [1] }), 'OBS_ERR_DECORATOR_MISUSE  @Timed has the option buckets but no name'],
    [() => Timed(undefined, { summary: true }), '@Timed has the option summary but no name'],
    [() => Counted('a_total', { labels: () => ({}) }), '@Counted has a labels function but no labelNames'],
    [() => Counted('a_total', { labelNames: ['a'] }), '@Counted has labelNames but no labels function'],
    [() => Counted('a b'), 'OBS_ERR_METRIC_INVALID'],
    [() => Counted('a_total', { labels: { class: 'x' } }), 'label 4 of a_total is there twice'],
    [() => MetricLabel('a-b'), 'OBS_ERR_METRIC_INVALID'],
    [() => (Timed as unknown as (target: unknown) => unknown)(Place), '@Timed is used without parentheses'],
    [
      () => (MetricLabel('a') as unknown as (target: object) => void)(Place),
      '@MetricLabel works on parameters of methods only',
    ],
    [
      () => (Timed() as unknown as (target: object, key: string) => void)({}, 'property'),
      '@Timed works on methods and classes only',
    ],
  ])('%# is an error while the class is being defined', (define, message) => {
    expect(define).toThrow(message);
  });

  it('of one name for different things is an error when callsites are bound, naming both', () => {
    class Orders {
      @Timed('thing_seconds')
      a(): void {}

      @Timed('thing_seconds', { buckets: [7] })
      b(): string {
        return 'fine';
      }
    }
    const bind = () => [Orders.prototype.a, Orders.prototype.b].map((method) => handler.bind(callsiteOf(method)!));

    expect(bind).toThrow(
      'metric thing_seconds means different things in Orders.a and in Orders.b; got buckets 0.1, 1 and 7',
    );
    expect(new Orders().b()).toBe('fine');
  });
});
