/** What docs/24-extending.md shows: its blocks are regions of this file, and do here what the page says of them. */
import { applyDecorators, Controller, Get, Injectable } from '@nestjs/common';
import {
  Counted,
  HealthContributor,
  Traced,
  type ConsolePage,
  type ObservabilityPlugin,
  type Operation,
  type OperationHandler,
  type OperationKind,
  type OperationPipeline,
  type OperationSource,
  type PluginHost,
  type PluginRoom,
} from 'nestjs-observability';
import { Instrument } from 'nestjs-observability/instruments';
import { describeHandler } from 'nestjs-observability/testing';
import type { PageAnswer, SessionAnswer } from '../../../src/console/shapes/index.js';
import { ConsoleReader, withConsole } from '../../console/console-reader.js';
import { closeApplications, startApplication, type RunningApplication } from '../../support/application.js';

interface Parcel {
  readonly street: string;
}

/** Stands in for a package that an application uses. */
class Depot {
  readonly parcels: Parcel[] = [];

  async deliver(parcel: Parcel): Promise<void> {
    if (parcel.street === '') throw new RangeError('no street');
    this.parcels.push(parcel);
  }
}

// #region decorator
/** A span, and how often each answer was given. */
function Decided(name: string): MethodDecorator {
  const labels = ({ result }: { readonly result: unknown }) => ({ result: String(result) });
  return applyDecorators(Traced(name), Counted(`${name}_total`, { count: 'ok', labelNames: ['result'], labels }));
}
// #endregion

// #region source
const delivered = {
  name: 'parcel_delivery_duration_seconds',
  type: 'histogram',
  unit: 'seconds',
  help: 'Time from the start of a delivery to its end',
  labelNames: ['street'],
  buckets: 'duration',
  family: 'parcels',
} as const;

/** Each delivery is an operation: a trace or a part of one, a line in the log, a duration. */
class DepotSource implements OperationSource {
  readonly name = 'depot';
  readonly conventions = [
    {
      kind: 'transport.call',
      labelNames: delivered.labelNames,
      measures: [{ definition: delivered, value: 'duration' }],
    },
  ] as const;
  private undo = (): void => undefined;

  constructor(private readonly depot: Depot) {}

  attach(pipeline: OperationPipeline): void {
    const { depot } = this;
    const { deliver } = depot;
    depot.deliver = (parcel) =>
      pipeline.observe({ kind: 'transport.call', name: 'deliver', labels: [parcel.street] }, () =>
        deliver.call(depot, parcel),
      );
    this.undo = () => (depot.deliver = deliver);
  }

  detach(): void {
    this.undo();
  }
}
// #endregion

// #region handler
/** The longest operation of each kind since the start. */
class Longest implements OperationHandler {
  readonly name = 'longest';
  readonly needsContext = false;
  readonly byKind = new Map<OperationKind, number>();

  /** Calls of decorated methods are cheap as long as nobody asks for each of them. */
  handles(kind: OperationKind): boolean {
    return kind !== 'method';
  }

  end({ kind, durationMs }: Operation): void {
    this.byKind.set(kind, Math.max(durationMs, this.byKind.get(kind) ?? 0));
  }
}
// #endregion

// #region instrument
const waited = {
  name: 'van_wait_seconds',
  type: 'histogram',
  unit: 'seconds',
  help: 'Time that a parcel waited for a van',
  labelNames: ['van'],
  buckets: [1, 10, 60, 600],
  family: 'parcels',
} as const;

class VansInstrument extends Instrument {
  static override readonly metrics = [waited];
  readonly name = 'vans';

  /** @param van one of few; becomes a label */
  loaded(van: string, waitedSeconds: number): void {
    const seconds = this.given.notNegative('waitedSeconds', waitedSeconds, 0);
    this.host.meter
      .define(waited)
      .cell([this.given.name(van)])
      .observe(seconds);
  }
}
// #endregion

// #region page
const depotPage = (depot: Depot): ConsolePage => ({
  id: 'depot',
  title: 'Depot',
  group: 'Work',
  description: 'What was delivered.',
  sections: () => [
    {
      type: 'table',
      columns: [{ name: 'street', title: 'Street' }],
      rows: depot.parcels.map(({ street }) => ({ street })),
    },
  ],
});
// #endregion

// #region check
@Injectable()
class DepotHealth {
  @HealthContributor('depot', { timeoutMs: 500 })
  isOpen(): boolean {
    return true;
  }
}
// #endregion

// #region exporter
const MAX_WAITING = 1_000;

/** Sends what ended, once a second and at the end. */
class Courier implements PluginRoom {
  readonly handler: OperationHandler = {
    name: 'courier',
    needsContext: false,
    handles: (kind) => kind !== 'method',
    end: (operation) => this.take(operation),
  };
  private readonly waiting: object[] = [];
  private readonly timer = setInterval(() => void this.send(), 1_000).unref();

  constructor(
    private readonly host: PluginHost,
    private readonly post: (batch: readonly object[]) => Promise<void>,
  ) {}

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.send();
  }

  private take({ kind, name, outcome, durationMs }: Operation): void {
    if (this.waiting.length < MAX_WAITING) this.waiting.push({ kind, name, outcome, durationMs });
    else this.host.diagnostics.dropped('courier', 'queue_full', 1);
  }

  private async send(): Promise<void> {
    const batch = this.waiting.splice(0);
    if (batch.length === 0) return;
    await this.post(batch).catch(() => this.host.diagnostics.dropped('courier', 'refused', batch.length));
  }
}
// #endregion

const longest = new Longest();
const posted: object[] = [];
const post = async (batch: readonly object[]): Promise<void> => void posted.push(...batch);

// #region plugin
const parcels = (depot: Depot): ObservabilityPlugin => ({
  name: 'parcels',
  providers: [DepotHealth],
  sources: () => [new DepotSource(depot)],
  handlers: [longest],
  instruments: [VansInstrument],
  consolePages: [depotPage(depot)],
  room: (host) => new Courier(host, post),
});
// #endregion

@Injectable()
class Reviews {
  @Decided('review')
  decide(amount: number): 'accepted' | 'refused' {
    return amount < 100 ? 'accepted' : 'refused';
  }
}

@Controller()
class ReviewController {
  constructor(private readonly reviews: Reviews) {}

  @Get('review')
  review(): string {
    return this.reviews.decide(5);
  }
}

describe('An application with a plugin of its own', () => {
  let depot: Depot;
  let application: RunningApplication;
  beforeEach(async () => {
    depot = new Depot();
    const observability = withConsole({ plugins: [parcels(depot)] });
    application = await startApplication({ controllers: [ReviewController], providers: [Reviews], observability });
  });
  afterEach(closeApplications);

  it('has spans and counts by a decorator made of others', async () => {
    await (await application.request('/review')).text();

    const counted = 'review_total{class="Reviews",method="decide",outcome="ok",result="accepted"} 1';
    expect(await application.scrape()).toContain(counted);
    expect(application.recorder.spans.map(({ name }) => name)).toContain('review');
  });

  it('has operations of the source, measured as its convention says', async () => {
    await depot.deliver({ street: 'Elm Street' });
    await expect(depot.deliver({ street: '' })).rejects.toThrow('no street');

    expect(application.recorder.operations.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['transport.call', 'ok'],
      ['transport.call', 'error'],
    ]);
    expect(await application.scrape()).toContain('parcel_delivery_duration_seconds_count{street="Elm Street"} 1');
    await application.close();
    expect(Object.hasOwn(depot, 'deliver') && depot.deliver === Depot.prototype.deliver).toBe(true);
  });

  it('tells the handler', async () => {
    await (await application.request('/review')).text();

    expect([...longest.byKind.keys()]).toContain('http.server');
  });

  it('injects the instrument', async () => {
    application.app.get(VansInstrument).loaded('blue', 12);

    expect(await application.scrape()).toContain('van_wait_seconds_sum{van="blue"} 12');
  });

  it('shows the page in the console', async () => {
    const desk = new ConsoleReader(application);
    await depot.deliver({ street: 'Elm Street' });

    const { pages } = await desk.read<SessionAnswer>('session');
    const { sections } = await desk.read<PageAnswer>('page', { id: 'depot' });

    expect(pages.find(({ id }) => id === 'depot')).toMatchObject({ title: 'Depot', group: 'Work', isOn: true });
    expect(sections).toMatchObject([{ type: 'table', rows: [{ street: 'Elm Street' }] }]);
  });

  it('asks the check', async () => {
    const answer = (await (await application.request('/health')).json()) as { readonly details: object };

    expect(answer.details).toMatchObject({ depot: { status: 'up' } });
  });

  it('exports what ended, at the latest when it closes', async () => {
    posted.length = 0;
    await depot.deliver({ street: 'Elm Street' });

    await application.close();

    const durationMs = expect.any(Number) as unknown;
    expect(posted).toEqual([{ kind: 'transport.call', name: 'deliver', outcome: 'ok', durationMs }]);
  });
});

describeHandler('A handler of one’s own', { create: () => ({ handler: new Longest() }) });
