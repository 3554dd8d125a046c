import { CacheModule } from '@nestjs/cache-manager';
import { Controller, Get, Inject, Injectable, Module } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { EventEmitter2, EventEmitterModule, OnEvent } from '@nestjs/event-emitter';
import { Interval, ScheduleModule } from '@nestjs/schedule';
import { TerminusModule } from '@nestjs/terminus';
import { ThrottlerModule } from '@nestjs/throttler';
import { getRepositoryToken, TypeOrmModule } from '@nestjs/typeorm';
import { ClsModule, ClsService, InjectableProxy } from 'nestjs-cls';
import { EventEmitter } from 'node:events';
import { Session } from 'node:inspector';
import { DataSource, EntitySchema, Repository } from 'typeorm';
import { AUTO_TRACED, callsiteOf } from '../../src/kernel/index.js';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';

const Order = new EntitySchema<{ id: number }>({ name: 'order', columns: { id: { type: Number, primary: true } } });

@InjectableProxy()
class RequestUser {
  id = 7;
  describe(): string {
    return `user ${this.id}`;
  }
}

@Injectable()
class OrderRepository extends Repository<{ id: number }> {
  constructor(@Inject(DataSource) source: DataSource) {
    super(Order, source.manager);
  }
  describe(): string {
    return this.metadataOrName();
  }
  metadataOrName(): string {
    return this.constructor.name;
  }
}

@Injectable()
class Registry extends Map<string, number> {
  raise(key: string): number {
    this.set(key, (this.get(key) ?? 0) + 1);
    return this.get(key)!;
  }
}

@Injectable()
class Channel extends EventEmitter {
  announce(): boolean {
    return this.emit('news', 1);
  }
}

@Injectable()
class Frozen {
  value = 1;
  constructor() {
    Object.freeze(this);
  }
  read(): number {
    return this.value;
  }
}

@Injectable()
class Sealed {
  read(): number {
    return 2;
  }
}
Object.freeze(Sealed.prototype);

@Injectable()
class Listener {
  heard = 0;
  @OnEvent('order.placed') onOrder(): void {
    this.heard++;
  }
  @Interval(60_000) tick(): void {}
}

@Controller()
class Shop {
  constructor(
    @Inject(RequestUser) private readonly user: RequestUser,
    @Inject(ClsService) private readonly cls: ClsService,
    @Inject(OrderRepository) private readonly orders: OrderRepository,
    @Inject(getRepositoryToken(Order)) private readonly plain: Repository<{ id: number }>,
    @Inject(Registry) private readonly registry: Registry,
    @Inject(Channel) private readonly channel: Channel,
    @Inject(Frozen) private readonly frozen: Frozen,
    @Inject(Sealed) private readonly sealed: Sealed,
    @Inject(EventEmitter2) private readonly events: EventEmitter2,
    @Inject(Listener) private readonly listener: Listener,
  ) {}
  @Get() read(): object {
    this.cls.set('seen', true);
    const seen: unknown[] = [];
    this.channel.once('news', (value) => seen.push(value));
    this.events.emit('order.placed');
    return {
      user: [this.user.describe(), this.cls.get('seen')],
      orders: [this.orders.describe(), this.orders instanceof Repository, this.plain instanceof Repository],
      registry: [this.registry.raise('a'), this.registry.size, [...this.registry]],
      channel: [this.channel.announce(), seen],
      frozen: [this.frozen.read(), Object.isFrozen(this.frozen), this.sealed.read()],
      heard: this.listener.heard > 0,
    };
  }
}

@Module({
  imports: [
    ScheduleModule.forRoot(),
    EventEmitterModule.forRoot(),
    CqrsModule.forRoot(),
    TerminusModule,
    CacheModule.register(),
    ThrottlerModule.forRoot([{ ttl: 1000, limit: 10 }]),
    TypeOrmModule.forRoot({ type: 'postgres', entities: [Order], manualInitialization: true }),
    TypeOrmModule.forFeature([Order]),
    ClsModule.forRoot({ global: true, middleware: { mount: true } }),
    ClsModule.forFeature(RequestUser),
  ],
  providers: [OrderRepository, Registry, Channel, Frozen, Sealed, Listener],
  controllers: [Shop],
})
class ShopModule {}

afterEach(closeApplications);

const start = (observability: object | undefined) =>
  startApplication({ imports: [ShopModule], ...(observability ? { observability } : { isBare: true }) });

/** `Class.method` of every automatically traced method behind any provider. */
function tracedMethods({ app }: RunningApplication): string[] {
  const names = new Set<string>();
  for (const { providers } of app.get(ModulesContainer).values()) {
    for (const { instance } of providers.values()) {
      let here: unknown = typeof instance === 'object' ? instance : undefined;
      while (here !== null && here !== undefined && here !== Object.prototype) {
        for (const key of Object.getOwnPropertyNames(here)) {
          const callsite = callsiteOf(Object.getOwnPropertyDescriptor(here, key)?.value);
          if (callsite?.aspect(AUTO_TRACED) !== undefined) names.add(callsite.name);
        }
        here = Object.getPrototypeOf(here);
      }
    }
  }
  return [...names].toSorted();
}

it('touches nothing, and asks no inspector, when it is off', async () => {
  const connect = jest.spyOn(Session.prototype, 'connect');
  const application = await start({});

  expect(tracedMethods(application)).toEqual([]);
  expect(connect).not.toHaveBeenCalled();
  connect.mockRestore();
});

it('traces what the application wrote, not its packages, nor a listener that is an operation already', async () => {
  const application = await start({ autoTrace: true });

  expect(tracedMethods(application)).toEqual([
    'Channel.announce',
    'Frozen.read',
    'Listener.tick',
    'OrderRepository.describe',
    'OrderRepository.metadataOrName',
    'Registry.raise',
  ]);
});

it('lets proxies, Maps, emitters, repositories and frozen objects work as they do without', async () => {
  const bare = await (await (await start(undefined)).request('/')).json();
  await closeApplications();
  const application = await start({ autoTrace: true });

  expect(await (await application.request('/')).json()).toEqual(bare);
  await application.recorder.waitFor(({ spans }) => spans.some(({ name }) => name === 'GET /'));
  const names = application.recorder.spans.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['Registry.raise', 'Channel.announce', 'Frozen.read']));
});
