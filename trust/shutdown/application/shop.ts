/** What is served while instances come and go: short, slow, streamed, sent, hanging, and two kinds that never end by themselves. */
import { Body, Controller, Get, Module, Post, Res, Sse, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { setTimeout as delay } from 'node:timers/promises';
import type { ServerResponse } from 'node:http';
import { ObservabilityModule, type ObservabilityOptions } from 'nestjs-observability';
import { interval, map, type Observable } from 'rxjs';

export const SLOW_MS = 1_200;
export const SLOW_START_MS = 1_500;
export const CHUNKS = 8;
const CHUNK_INTERVAL_MS = 120;

/** Express answers with what Fastify wraps. */
type AnyResponse = ServerResponse & { readonly raw?: ServerResponse; hijack?(): void };

@Controller()
class ShopController {
  @Get('short')
  short(): { done: true } {
    return { done: true };
  }

  @Get('slow')
  async slow(): Promise<{ done: true }> {
    await delay(SLOW_MS);
    return { done: true };
  }

  @Get('stream')
  async stream(@Res() response: AnyResponse): Promise<void> {
    response.hijack?.();
    const raw = response.raw ?? response;
    raw.writeHead(200, { 'content-type': 'text/plain' });
    for (let chunk = 0; chunk < CHUNKS; chunk++) {
      raw.write(`chunk ${chunk}\n`);
      await delay(CHUNK_INTERVAL_MS);
    }
    raw.end('end\n');
  }

  @Post('orders')
  order(@Body() { items }: { readonly items: readonly number[] }): { sum: number } {
    return { sum: items.reduce((sum, item) => sum + item, 0) };
  }

  @Get('hang')
  hang(): Promise<never> {
    return new Promise(() => undefined);
  }

  @Sse('events')
  events(): Observable<{ data: number }> {
    return interval(50).pipe(map((data) => ({ data })));
  }
}

@WebSocketGateway()
class ShopGateway {
  @SubscribeMessage('ping')
  ping(): { event: string; data: string } {
    return { event: 'pong', data: 'pong' };
  }
}

/** Something that takes its time before the application may listen. */
class Cellar implements OnModuleInit {
  constructor(private readonly startMs: number) {}

  async onModuleInit(): Promise<void> {
    await delay(this.startMs);
  }
}

@Module({})
export class ShopModule {
  static observedBy(options: ObservabilityOptions, isSlowToStart: boolean): DynamicModule {
    const cellar = { provide: Cellar, useValue: new Cellar(isSlowToStart ? SLOW_START_MS : 0) };
    return {
      module: ShopModule,
      imports: [ObservabilityModule.forRoot(options)],
      controllers: [ShopController],
      providers: [ShopGateway, cellar],
    };
  }
}
