/** The blocks of docs/14-hooks.md: they compile, run, and do what the page says. */
import { setTimeout } from 'node:timers/promises';
import { Controller, Delete, Get, Injectable, Param, type OnApplicationBootstrap } from '@nestjs/common';
import {
  Audited,
  AuditService,
  Observability,
  ObservabilityModule,
  ObservabilityService,
  OnTelemetry,
  type TelemetryEvents,
} from 'nestjs-observability';
import { closeApplications, startApplication } from '../support/application.js';

@Injectable()
class Chat {
  readonly messages: string[] = [];

  async post(text: string): Promise<void> {
    this.messages.push(text);
  }
}

// #region provider
@Injectable()
export class OnCall {
  constructor(private readonly chat: Chat) {}

  @OnTelemetry('slo.burn', { filter: ({ state }) => state === 'begun' })
  async burns({ slo, budgetRemaining }: TelemetryEvents['slo.burn']): Promise<void> {
    await this.chat.post(`${slo} burns, ${Math.round(budgetRemaining * 100)} % of its budget is left`);
  }

  @OnTelemetry('http.response', { filter: ({ status }) => status >= 500, sampleRatio: 0.1 })
  async failed({ method, route, status, durationMs, traceId }: TelemetryEvents['http.response']): Promise<void> {
    await this.chat.post(`${method} ${route} ${status} after ${durationMs.toFixed(0)} ms, trace ${traceId}`);
  }
}
// #endregion

// #region service
@Injectable()
export class SlowRequests implements OnApplicationBootstrap {
  readonly worst = new Map<string, number>();

  constructor(private readonly observability: ObservabilityService) {}

  onApplicationBootstrap(): void {
    this.observability.on('performance.slow', ({ operation: { name, durationMs } }) => {
      this.worst.set(name, Math.max(durationMs, this.worst.get(name) ?? 0));
    });
  }
}
// #endregion

const loadRows = (): Promise<number[]> => setTimeout(1, [1, 2]);
const render = (rows: number[]): string => rows.join();

@Injectable()
class OrdersService {
  private readonly orders = new Set(['7']);

  // #region audited
  @Audited({ action: 'order.cancel', target: ([id]) => `order/${id}` })
  async cancel(id: string): Promise<void> {
    this.orders.delete(id);
  }
  // #endregion
}

@Controller()
class ShopController {
  constructor(
    private readonly observability: ObservabilityService,
    private readonly orders: OrdersService,
    private readonly audit: AuditService,
  ) {}

  // #region phases
  @Get('reports')
  @Observability({ slowMs: 5_000 })
  async report(): Promise<string> {
    const rows = await this.observability.phase('load', () => loadRows());
    return this.observability.phase('render', () => render(rows));
  }

  @Get('internal/poll')
  @Observability({ ignore: true })
  poll(): void {}
  // #endregion

  @Delete('orders/:id')
  async cancel(@Param('id') id: string): Promise<void> {
    await this.orders.cancel(id);
  }

  @Delete('orders')
  purge(): void {
    const purged = 12;
    // #region record
    this.audit.record({ action: 'orders.purge', target: 'orders', outcome: 'ok', details: { purged } });
    // #endregion
  }
}

const observability = () =>
  // #region options
  ObservabilityModule.forRoot({
    http: { slowMs: 1_000, slowRoutes: { 'GET /reports': 0.001 } },
    hooks: { headers: ['user-agent', 'content-type'] },
    audit: { destination: 'log' },
    identify: ({ user }) => user as { userId: string } | undefined,
  });
// #endregion

afterEach(closeApplications);

it('does what the page says', async () => {
  const lines: string[] = [];
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (text) => Boolean(lines.push(...String(text).split('\n').filter(Boolean)));
  try {
    const application = await startApplication({
      controllers: [ShopController],
      providers: [OrdersService, Chat, OnCall, SlowRequests],
      observability: observability(),
    });
    for (const [method, path] of [
      ['GET', '/reports'],
      ['GET', '/internal/poll'],
      ['DELETE', '/orders/7'],
      ['DELETE', '/orders'],
    ] as const) {
      expect((await application.request(path, { method })).status).toBe(200);
    }
    await application.recorder.waitFor(() => application.app.get(SlowRequests).worst.size === 1);
    await application.close();
  } finally {
    process.stdout.write = write;
  }

  const told = lines.map((line) => JSON.parse(line) as { target: string; message: string });
  expect(told.filter(({ target }) => target === 'Audit').map(({ message }) => message)).toEqual([
    'unknown order.cancel order/7: ok',
    'unknown orders.purge orders: ok',
  ]);
  expect(
    told.filter(({ target }) => target === 'HTTP').map(({ message }) => message.replace(/ [\d.]+ ms/, '')),
  ).toEqual(['GET /reports 200', 'DELETE /orders/:id 200', 'DELETE /orders 200']);
});
