/** The built microservices sample as the processes it is: one trace and one causal chain from HTTP to the row in PostgreSQL. */
import { join } from 'node:path';
import { eventually, Program } from '../support/child-process.js';
import { freePort } from '../support/free-port.js';
import { startOtlpServer, type OtlpServer, type ReceivedSpan } from '../support/otlp-server.js';
import { describeWith } from '../support/services.js';

const main = join(__dirname, '../../sample/dist/03-microservices/main.js');

describeWith(['nats', 'redis', 'postgresql'], 'The microservices sample', () => {
  let collector: OtlpServer;
  let program: Program;
  let shop: string;
  let warehouse: string;

  beforeAll(async () => {
    const [shopPort, warehousePort] = [await freePort(), await freePort()];
    shop = `http://127.0.0.1:${shopPort}`;
    warehouse = `http://127.0.0.1:${warehousePort}`;
    collector = await startOtlpServer();
    program = new Program(process.execPath, [main], {
      ...process.env,
      SHOP_PORT: String(shopPort),
      WAREHOUSE_PORT: String(warehousePort),
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
      OTEL_BSP_SCHEDULE_DELAY: '100',
      TRACE_SAMPLE_RATE: '1',
      ENVIRONMENT: 'production',
    });
    const isReady = async (url: string) => (await fetch(`${url}/health/ready`)).status === 200;
    await eventually(async () => ((await isReady(shop)) && (await isReady(warehouse)) ? true : undefined), 60_000);
  });
  afterAll(async () => {
    // Asked, not killed: it stops the two processes it has started.
    await program.stop();
    await collector.stop();
  });

  it('runs one trace from HTTP over NATS, the queue and the event to PostgreSQL, and tells the causal chain in its logs', async () => {
    const response = await fetch(`${shop}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-correlation-id': 'purchase-1' },
      body: '{"item":"tea"}',
    });
    const { orderId } = (await response.json()) as { orderId: string };
    await eventually(async () => (lines(program).some(isRecorded(orderId)) ? true : undefined));
    const spans = await eventually(async () => {
      const insert = collector.spans.find(({ name }) => name.startsWith('INSERT'));
      const chain = insert === undefined ? [] : chainOf(insert, collector.spans);
      return chain.at(-1)?.parentSpanId === '' ? chain : undefined;
    });

    // From the row outwards, each the child of the next.
    const names = spans.map(({ name, resource }) => `${String(resource['service.name'])}: ${name}`);
    expect(names).toEqual(CHAIN);
    const { traceId } = spans[0]!;
    const own = lines(program).filter((line) => line['trace_id'] === traceId);
    const told = own
      .map(({ message }) => String(message).replace(orderId, 'ID'))
      .filter((text) => text.startsWith('Order'));
    expect(told.toSorted()).toEqual([
      'Order ID accepted by the warehouse',
      'Order ID picked',
      'Order ID queued',
      'Order ID recorded',
    ]);
    expect(new Set(own.map((line) => line['correlation_id']))).toEqual(new Set(['purchase-1']));
    expect(causesOf(own.find(isRecorded(orderId))!, own)).toEqual(['recorded', 'picked', 'queued', 'request']);
  });

  it('shows every step on the metrics pages', async () => {
    const pages = (
      await Promise.all([shop, warehouse].map(async (url) => (await fetch(`${url}/metrics`)).text()))
    ).join('\n');

    for (const sample of SAMPLES) expect(pages).toMatch(sample);
  });
});

const CHAIN = [
  'warehouse: INSERT fulfilled_orders',
  'warehouse: order.fulfilled → OrderRecorder.record',
  'warehouse: publish order.fulfilled',
  'warehouse: fulfilment.pick',
  'warehouse: publish fulfilment.pick',
  'warehouse: PlacingController.place',
  'warehouse: orders.place',
  'shop: send orders.place',
  'shop: OrdersService.place',
  'shop: OrdersController.place',
  'shop: POST /orders',
];

const SAMPLES = [
  /^http_requests_total\{method="POST",route="\/orders",status="201"\} 1$/m,
  /^rpc_messages_total\{transport="nats",pattern="orders.place",outcome="ok"\} 1$/m,
  /^transport_operations_total\{transport="nats",operation="send",outcome="ok"\} 1$/m,
  /^events_processed_total\{event_type="fulfilment.pick",handler="FulfilmentProcessor"\} 1$/m,
  /^job_duration_seconds_count\{queue="fulfilment",job="pick",outcome="ok"\} 1$/m,
  /^queue_depth\{queue="fulfilment"\} 0$/m,
  /^events_processed_total\{event_type="order.fulfilled",handler="OrderRecorder.record"\} 1$/m,
  /^db_query_duration_seconds_count\{operation="INSERT"\} 1$/m,
];

type Line = Readonly<Record<string, unknown>>;

function lines(program: Program): Line[] {
  const whole = program.output.slice(0, program.output.lastIndexOf('\n'));
  return whole
    .split('\n')
    .filter((text) => text.startsWith('{'))
    .map((text) => JSON.parse(text) as Line);
}

function isRecorded(orderId: string): (line: Line) => boolean {
  return ({ message }) => message === `Order ${orderId} recorded`;
}

/** The span, its parent, the parent of that, … */
function chainOf(span: ReceivedSpan, spans: readonly ReceivedSpan[]): ReceivedSpan[] {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
  return parent === undefined ? [span] : [span, ...chainOf(parent, spans)];
}

/** Follows causation ids from line to line, as somebody with nothing but logs would. */
function causesOf(line: Line, all: readonly Line[]): string[] {
  const step = String(line['message']).split(' ').at(-1)!;
  const causation = line['causation_id'];
  const cause = all.find((other) => other['event_id'] === causation && /^Order .* \w+$/.test(String(other['message'])));
  return causation === undefined || cause === undefined
    ? [step, ...(causation === line['request_id'] ? ['request'] : [])]
    : [step, ...causesOf(cause, all)];
}
