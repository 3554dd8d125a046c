/** Rate limits in real applications: checks and rejections by limit and handler. */
import { Controller, Get, Injectable, UseGuards, type ExecutionContext } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import {
  seconds,
  SkipThrottle,
  Throttle,
  ThrottlerGuard,
  type ThrottlerLimitDetail,
  ThrottlerModule,
  type ThrottlerRequest,
} from '@nestjs/throttler';
import { WsAdapter } from '@nestjs/platform-ws';
import { SubscribeMessage, WebSocketGateway, WsException } from '@nestjs/websockets';
import { WebSocket } from 'ws';
import { closeApplications, platforms, startApplication, type RunningApplication } from '../support/application.js';
import '../support/matchers.js';

@Controller()
class OrdersController {
  @Get('orders')
  find(): string {
    return 'orders';
  }

  @Get('free')
  @SkipThrottle({ short: true, long: true })
  free(): string {
    return 'free';
  }

  @Get('strict')
  @Throttle({ short: { limit: 1, ttl: 60_000 } })
  strict(): string {
    return 'strict';
  }
}

const limits = ThrottlerModule.forRoot([
  { name: 'short', ttl: seconds(60), limit: 2 },
  { name: 'long', ttl: seconds(3600), limit: 100 },
]);

afterEach(closeApplications);

describe.each(platforms)('throttler guards on %s', (platform) => {
  it('count each limit that a call was held against, and each rejection', async () => {
    const application = await startApplication({
      platform,
      imports: [limits],
      controllers: [OrdersController],
      providers: [{ provide: APP_GUARD, useClass: ThrottlerGuard }],
    });
    const statuses = [];
    for (let call = 0; call < 3; call++) statuses.push((await application.request('/orders')).status);
    await application.request('/free');
    statuses.push((await application.request('/strict')).status, (await application.request('/strict')).status);

    expect(statuses).toEqual([200, 200, 429, 200, 429]);
    await expectCounts(application, [
      ['short', 'OrdersController.find', 3, 1],
      // A call that the first limit rejected is not held against the second.
      ['long', 'OrdersController.find', 2, 0],
      ['short', 'OrdersController.strict', 2, 1],
      ['long', 'OrdersController.strict', 1, 0],
    ]);
    expect(await application.scrape()).not.toContain('OrdersController.free');
  });
});

/** What users write for WebSockets and GraphQL: their own way to the request, their own exception. */
@Injectable()
class OwnGuard extends ThrottlerGuard {
  override async handleRequest(request: ThrottlerRequest): Promise<boolean> {
    return super.handleRequest({ ...request });
  }

  protected override async throwThrottlingException(): Promise<void> {
    throw new Slowly();
  }
}

class Slowly extends Error {
  getStatus(): number {
    return 503;
  }
}

@Controller()
@UseGuards(OwnGuard)
class GuardedController {
  @Get('guarded')
  guarded(): string {
    return 'guarded';
  }
}

describe('a guard of the application', () => {
  it('that extends the throttler is counted once per check, whatever it throws', async () => {
    const application = await startApplication({
      imports: [ThrottlerModule.forRoot([{ ttl: seconds(60), limit: 1 }])],
      controllers: [GuardedController],
    });
    for (let call = 0; call < 3; call++) await application.request('/guarded');

    await expectCounts(application, [['default', 'GuardedController.guarded', 3, 2]]);
  });

  it('given as an instance is found, too', async () => {
    const application = await startApplication({
      imports: [limits],
      controllers: [OrdersController],
      providers: [ThrottlerGuard],
      configure: (app) => app.useGlobalGuards(app.get(ThrottlerGuard)),
    });
    await application.request('/orders');

    await expectCounts(application, [['short', 'OrdersController.find', 1, 0]]);
  });

  it('whose storage fails has rejected nothing', async () => {
    const application = await startApplication({
      imports: [
        ThrottlerModule.forRoot({
          throttlers: [{ ttl: seconds(60), limit: 1 }],
          storage: { increment: () => Promise.reject(new Error('storage is down')) },
        }),
      ],
      controllers: [OrdersController],
      providers: [{ provide: APP_GUARD, useClass: ThrottlerGuard }],
    });

    expect((await application.request('/orders')).status).toBe(500);
    await expectCounts(application, [['default', 'OrdersController.find', 1, 0]]);
  });

  it('skips what skipIf says without a count', async () => {
    const application = await startApplication({
      imports: [
        ThrottlerModule.forRoot({
          throttlers: [{ ttl: seconds(60), limit: 1 }],
          skipIf: (context: ExecutionContext) => context.getHandler().name === 'find',
        }),
      ],
      controllers: [OrdersController],
      providers: [{ provide: APP_GUARD, useClass: ThrottlerGuard }],
    });
    await application.request('/orders');

    expect(await application.scrape()).not.toContain('rate_limit_checks_total{');
  });
});

/** The recipe of the throttler's documentation: no response to write headers to, and nothing of the check is inherited. */
@Injectable()
class GatewayGuard extends ThrottlerGuard {
  override async handleRequest({ context, limit, ttl, throttler, blockDuration, generateKey }: ThrottlerRequest) {
    const { name = 'default' } = throttler;
    const key = generateKey(context, 'everybody', name);
    const state = await this.storageService.increment(key, ttl, limit, blockDuration, name);
    if (state.isBlocked)
      await this.throwThrottlingException(context, { limit, ttl, key, tracker: 'everybody', ...state });
    return true;
  }

  protected override async throwThrottlingException(
    _context: ExecutionContext,
    _detail: ThrottlerLimitDetail,
  ): Promise<void> {
    throw new WsException('slowly');
  }
}

@WebSocketGateway()
@UseGuards(GatewayGuard)
class PingGateway {
  @SubscribeMessage('ping')
  ping(): string {
    return 'pong';
  }
}

it('counts the messages of a gateway, whose guard does all by itself', async () => {
  const application = await startApplication({
    imports: [ThrottlerModule.forRoot([{ ttl: seconds(60), limit: 1 }])],
    providers: [PingGateway, GatewayGuard],
    configure: (app) => app.useWebSocketAdapter(new WsAdapter(app)),
  });
  const socket = new WebSocket(application.url.replace('http', 'ws'));
  await new Promise((resolve) => socket.once('open', resolve));
  for (let message = 0; message < 2; message++) {
    socket.send(JSON.stringify({ event: 'ping' }));
    await new Promise((resolve) => socket.once('message', resolve));
  }
  socket.close();

  await expectCounts(application, [['default', 'PingGateway.ping', 2, 1]]);
});

type Counts = readonly [scope: string, resource: string, checks: number, hits: number];

async function expectCounts(application: RunningApplication, expected: readonly Counts[]): Promise<void> {
  for (const [scope, resource, checks, hits] of expected) {
    await expect(application).toHaveSample('rate_limit_checks_total', { scope, resource }, checks);
    if (hits > 0) await expect(application).toHaveSample('rate_limit_hits_total', { scope, resource }, hits);
    else await expect(application).not.toHaveSample('rate_limit_hits_total', { scope, resource });
  }
}
