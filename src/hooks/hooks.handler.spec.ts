import {
  Diagnostics,
  OperationPipeline,
  TelemetryBus,
  type TelemetryEventName,
  type TelemetryIds,
} from '../kernel/index.js';
import { HooksHandler } from './hooks.handler.js';
import { ExchangeFacts } from './http-exchange.js';

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const request = { kind: 'http.server', name: 'GET', scope: { requestId: 'r-1' } } as const;
const exchanges = new ExchangeFacts([], { redactUrl: (url) => url, redactHeaders: () => ({}) });

function listening(...events: Exclude<TelemetryEventName, 'health.changed' | 'memory.pressure' | 'slo.burn'>[]) {
  const bus = new TelemetryBus(new Diagnostics(() => undefined));
  const pipeline = new OperationPipeline({ handlers: [new HooksHandler({ bus, slowMsOf: () => 0, exchanges })] });
  const heard: unknown[] = [];
  for (const event of events) bus.on(event, ({ requestId }: TelemetryIds) => void heard.push([event, requestId]));
  return { pipeline, heard };
}

describe('HooksHandler', () => {
  it('makes no operation while nobody listens', () => {
    expect(listening().pipeline.isObserved('http.server')).toBe(false);
  });

  it('tells start and end with the ids of the request', async () => {
    const { pipeline, heard } = listening('operation.start', 'operation.end');

    pipeline.end(pipeline.start(request), { outcome: 'ok' });
    await nextTurn();

    expect(heard).toEqual([
      ['operation.start', 'r-1'],
      ['operation.end', 'r-1'],
    ]);
  });

  it('tells an error once, however many operations it passes through, and an expected one not at all', async () => {
    const { pipeline, heard } = listening('operation.error');
    const error = new RangeError('too much');
    const answer = Object.assign(new Error('not found'), { getStatus: () => 404 });

    for (const outcome of [error, error, answer])
      pipeline.end(pipeline.start(request), { outcome: 'error', error: outcome });
    await nextTurn();

    expect(heard).toEqual([['operation.error', 'r-1']]);
  });

  it('tells nothing of an operation that is discarded', async () => {
    const { pipeline, heard } = listening('operation.start', 'operation.end');

    pipeline.discard(pipeline.start(request));
    await nextTurn();

    expect(heard).toEqual([]);
  });
});
