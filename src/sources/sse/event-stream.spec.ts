import { OperationPipeline } from '../../kernel/index.js';
import type { HttpExchange } from '../http/http-exchange.js';
import { EventStream } from './event-stream.js';

const EVENT = 'data: 1\n\n';

/** A stream over HTTP/1 whose client has read as much as `socket._bytesDispatched` says. */
function newStream() {
  const counts: Record<string, number> = {};
  const socket = { bytesWritten: 0, _bytesDispatched: 0 };
  const exchange = {
    request: { headers: {}, httpVersionMajor: 1 },
    response: { socket, writableLength: 0, _header: 'HTTP/1.1 200 OK' },
    routeLabel: '/events',
    isFinished: false,
  };
  const request = new OperationPipeline().start({ kind: 'http.server', name: 'GET /events' });
  const stream = new EventStream(exchange as unknown as HttpExchange, request, {
    reconnected: () => undefined,
    event: (outcome, count) => void (counts[outcome] = (counts[outcome] ?? 0) + count),
  });
  const read = (events: number) => void (socket['_bytesDispatched'] = events * EVENT.length);
  return { stream, counts, read };
}

describe('An event stream whose client reads late', () => {
  it('counts each event once: sent as far as the client has read, dropped when it leaves', () => {
    const { stream, counts, read } = newStream();
    for (let index = 0; index < 10; index++) stream.wrote(EVENT);

    for (const events of [1, 2, 7]) {
      read(events);
      stream.settle();
    }
    stream.end();

    expect(counts).toEqual({ sent: 7, dropped: 3 });
  });

  it('does not stop the process when 200,000 events that waited have left', () => {
    const { stream, counts, read } = newStream();
    for (let index = 0; index < 200_000; index++) stream.wrote(EVENT);
    read(200_000);
    const startedAtMs = performance.now();

    stream.settle();

    expect(counts).toEqual({ sent: 200_000 });
    // One `shift` after the other took half a minute.
    expect(performance.now() - startedAtMs).toBeLessThan(3000);
  });
});
