/** The classes of an application as a hot reload makes them: the same code, and new classes every time. */
import { Controller, Get, Injectable, Module, Sse, type MessageEvent, type Type } from '@nestjs/common';
import { LazyModuleLoader } from '@nestjs/core';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { Counted, Gauged, Observed, Timed, Traced, type ObservabilityOptions } from 'nestjs-observability';
import { ObservabilityModule } from 'nestjs-observability';
import { interval, map, type Observable } from 'rxjs';

/** Loaded so often in the life of one application; its providers are made once. */
const LOADS = 20;

export function reloadedModule(options: ObservabilityOptions): Type {
  const service = reloadedService();
  const lazyModule = reloadedLazyModule();

  @Controller()
  class ReloadedController {
    private readonly service = new service();

    constructor(private readonly loader: LazyModuleLoader) {}

    @Get('work')
    async work(): Promise<object> {
      for (let load = 0; load < LOADS; load++) await this.loader.load(() => lazyModule);
      return { worked: await this.service.work(3) };
    }

    @Sse('events')
    events(): Observable<MessageEvent> {
      return interval(1).pipe(map((count) => ({ data: { count } })));
    }
  }

  @Module({
    imports: [ObservabilityModule.forRoot(options)],
    controllers: [ReloadedController],
    providers: [service, reloadedGateway()],
  })
  class ReloadedModule {}
  return ReloadedModule;
}

interface Working {
  work(depth: number): Promise<number>;
}

function reloadedService(): Type<Working> {
  @Injectable()
  class ReloadedService implements Working {
    @Traced()
    @Timed()
    @Counted()
    async work(depth: number): Promise<number> {
      return depth === 0 ? 0 : 1 + (await this.further(depth - 1));
    }

    @Observed()
    @Gauged()
    further(depth: number): Promise<number> {
      return this.work(depth);
    }
  }
  return ReloadedService;
}

function reloadedLazyModule(): Type {
  @Injectable()
  class LazyService {
    @Observed()
    idle(): void {}
  }

  @Module({ providers: [LazyService] })
  class LazyModule {}
  return LazyModule;
}

function reloadedGateway(): Type {
  @WebSocketGateway({ path: '/talk' })
  class ReloadedGateway {
    @SubscribeMessage('ping')
    ping(): object {
      return { event: 'pong' };
    }
  }
  return ReloadedGateway;
}
