import {
  Catch,
  Controller,
  Get,
  Inject,
  Injectable,
  Module,
  Scope,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
  type ArgumentsHost,
  type CallHandler,
  type ExceptionFilter,
  type ExecutionContext,
  type OnModuleInit,
} from '@nestjs/common';
import { NoTrace, Traced } from 'nestjs-observability';
import { callsiteOf } from '../../src/kernel/index.js';
import { closeApplications, platforms, startApplication, type RunningApplication } from '../support/application.js';

abstract class BaseRepository {
  find(id: number): string {
    return `order ${this.normalise(id)}`;
  }
  normalise(id: number): number {
    return Math.abs(id);
  }
}

@Injectable()
class OrdersRepository extends BaseRepository {
  override find(id: number): string {
    return super.find(id);
  }
}

@Injectable()
class OrdersService implements OnModuleInit {
  started = 0;
  readonly #tax = 0.2;
  readonly asArrow = (): string => 'an arrow is state of the instance';
  constructor(@Inject(OrdersRepository) private readonly orders: OrdersRepository) {}
  get evaluated(): never {
    throw new Error('a getter was evaluated');
  }
  onModuleInit(): void {
    this.started++;
  }
  read(id: number): string {
    return `${this.orders.find(id)} + ${this.#taxOf(10)} ${this.asArrow()}`;
  }
  @Traced('orders.named') named(): void {}
  @NoTrace() silent(): void {}
  toString(): string {
    return 'orders';
  }
  toJSON(): object {
    return {};
  }
  static create(): void {}
  [Symbol.iterator](): Iterator<never> {
    return [][Symbol.iterator]();
  }
  #taxOf(amount: number): number {
    return amount * this.#tax;
  }
}

@Injectable({ scope: Scope.REQUEST })
class PerRequest {
  who(): string {
    return 'request';
  }
}

@Injectable({ scope: Scope.TRANSIENT })
class PerUse {
  who(): string {
    return 'transient';
  }
}

@Injectable()
class Guard {
  canActivate(_context: ExecutionContext): boolean {
    return this.isKnown();
  }
  isKnown(): boolean {
    return true;
  }
}

@Injectable()
class Pipe {
  transform(value: unknown): unknown {
    return value;
  }
}

@Injectable()
class Interceptor {
  intercept(_context: ExecutionContext, next: CallHandler): ReturnType<CallHandler['handle']> {
    this.mark();
    return next.handle();
  }
  mark(): void {}
}

@Catch(RangeError)
class Filter implements ExceptionFilter {
  catch(_error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<{ status(code: number): { send(body: string): void } }>();
    response.status(418).send(this.text());
  }
  text(): string {
    return 'filtered';
  }
}

class Made {
  constructor(readonly name: string) {}
  greet(): string {
    return this.name;
  }
}

@Controller()
@UseGuards(Guard)
@UseInterceptors(Interceptor)
@UseFilters(Filter)
class OrdersController {
  constructor(
    @Inject(OrdersService) private readonly orders: OrdersService,
    @Inject(PerRequest) private readonly perRequest: PerRequest,
    @Inject(PerUse) private readonly perUse: PerUse,
    @Inject('made') private readonly made: Made,
    @Inject('given') private readonly given: Made,
  ) {}
  @Get('read') @UsePipes(Pipe) read(): string {
    return this.orders.read(-7);
  }
  @Get('marks') marks(): string {
    this.orders.named();
    this.orders.silent();
    return `${this.orders} ${JSON.stringify(this.orders)} ${[...this.orders]}`;
  }
  @Get('scopes') scopes(): string {
    return [this.perRequest.who(), this.perUse.who(), this.made.greet(), this.given.greet()].join();
  }
  @Get('fails') fails(): never {
    throw new RangeError('out');
  }
}

@Module({
  providers: [
    OrdersRepository,
    OrdersService,
    PerRequest,
    PerUse,
    { provide: 'made', useFactory: async () => new Made('factory') },
    { provide: 'given', useValue: new Made('value') },
  ],
  controllers: [OrdersController],
})
class OrdersModule {}

afterEach(closeApplications);

async function spansOf(application: RunningApplication, path: string): Promise<string[]> {
  const { recorder } = application;
  recorder.clear();
  await (await application.request(path)).text();
  await recorder.waitFor(() => recorder.spans.some(({ parentSpanContext }) => parentSpanContext === undefined));
  const nameOf = new Map(recorder.spans.map((span) => [span.spanContext().spanId, span.name]));
  return recorder.spans.map((span) => `${nameOf.get(span.parentSpanContext?.spanId ?? '') ?? '-'} > ${span.name}`);
}

describe.each(platforms)('autoTrace on %s', (platform) => {
  const start = (autoTrace: boolean | object = true) =>
    startApplication({ platform, imports: [OrdersModule], observability: { autoTrace } });

  it('makes spans of the methods of providers, where they are defined, under their caller', async () => {
    const spans = await spansOf(await start(), '/read');

    expect(spans.filter((span) => !span.startsWith('-') && !/Guard|Interceptor|Pipe/.test(span))).toEqual([
      'BaseRepository.find > BaseRepository.normalise',
      'OrdersRepository.find > BaseRepository.find',
      'OrdersService.read > OrdersRepository.find',
      'OrdersController.read > OrdersService.read',
      'GET /read > OrdersController.read',
    ]);
  });

  it('makes spans of the other methods of guards, interceptors and filters, whose phases are spans already', async () => {
    const application = await start();
    const spans = [...(await spansOf(application, '/read')), ...(await spansOf(application, '/fails'))];

    expect(spans).toEqual(
      expect.arrayContaining([
        'Guard.canActivate > Guard.isKnown',
        'Interceptor.intercept > Interceptor.mark',
        'Filter.catch > Filter.text',
      ]),
    );
    expect(spans.filter((span) => span.endsWith(' > Guard.canActivate'))).toHaveLength(2);
    expect(spans.filter((span) => span.endsWith(' > OrdersController.read'))).toHaveLength(1);
  });

  it('leaves decorated methods theirs, and what the language calls alone', async () => {
    const spans = await spansOf(await start(), '/marks');

    expect(spans.filter((span) => span.startsWith('OrdersController'))).toEqual([
      'OrdersController.marks > orders.named',
    ]);
  });

  it('covers providers of every scope, and instances of factories and values', async () => {
    const spans = await spansOf(await start(), '/scopes');

    expect(spans.filter((span) => span.startsWith('OrdersController'))).toEqual([
      'OrdersController.scopes > PerRequest.who',
      'OrdersController.scopes > PerUse.who',
      'OrdersController.scopes > Made.greet',
      'OrdersController.scopes > Made.greet',
    ]);
  });

  it('covers what is included and not excluded', async () => {
    const application = await start({ include: ['Orders*', 'Made'], exclude: ['*Repository'] });
    const spans = [...(await spansOf(application, '/read')), ...(await spansOf(application, '/scopes'))];

    const methods = spans
      .map((span) => span.split(' > ')[1]!)
      .filter((name) => /Service|Repo|Made|Per|Guard\.is/.test(name));
    expect(methods).toEqual(['OrdersService.read', 'Made.greet', 'Made.greet']);
  });

  it('makes no span where none is above: life-cycle hooks, calls outside of requests, unsampled requests', async () => {
    const application = await startApplication({
      platform,
      imports: [OrdersModule],
      observability: { autoTrace: true, traces: { sampleRatio: 0 } },
    });
    application.app.get(OrdersService).read(1);
    await (await application.request('/read')).text();

    expect(application.recorder.spans).toEqual([]);
    expect(application.recorder.started).not.toContain('method OrdersService.read');
  });
});

it('leaves life-cycle hooks, accessors, statics, symbols and what the language calls unwrapped', async () => {
  await startApplication({ imports: [OrdersModule], observability: { autoTrace: true } });

  const observed = [OrdersService, OrdersService.prototype].flatMap((target) =>
    Reflect.ownKeys(target).filter((key) => callsiteOf(Object.getOwnPropertyDescriptor(target, key)?.value)),
  );
  expect(observed).toEqual(['read', 'named', 'silent']);
});

describe('two applications that share their classes', () => {
  it('each follow their own choice', async () => {
    const all = await startApplication({ imports: [OrdersModule], observability: { autoTrace: true } });
    const none = await startApplication({ imports: [OrdersModule] });

    expect(await spansOf(all, '/read')).toContain('OrdersController.read > OrdersService.read');
    expect(await spansOf(none, '/read')).not.toContain('OrdersController.read > OrdersService.read');
  });
});
