// An OTLP receiver over gRPC, of which nothing but the names in what arrives is read: no package needed.
import { once } from 'node:events';
import { createServer } from 'node:http2';

/** @returns its `url`, `received()` as text (span names are readable in it), `close()` */
export async function startReceiver() {
  const received = [];
  const server = createServer().on('stream', (stream, headers) => answer(stream, headers, received));
  const sessions = new Set();
  server.on('session', (session) => sessions.add(session.once('close', () => sessions.delete(session))));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    received: () => Buffer.concat(received).toString('latin1'),
    close: () => {
      for (const session of sessions) session.destroy();
      server.close();
    },
  };
}

/** An empty message in its frame of five bytes, and the status of success behind it. */
function answer(stream, headers, received) {
  if (headers[':path'] === '/opentelemetry.proto.collector.trace.v1.TraceService/Export')
    stream.on('data', (bytes) => received.push(bytes));
  stream.on('end', () => {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(Buffer.alloc(5));
  });
  stream.resume();
}
