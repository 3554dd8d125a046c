// What applications send while they are tried: OTLP traces, envelopes of Sentry, batches of @nestjs/observe, all on one port.
import { loadPackageDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const proto = fileURLToPath(new URL('../../test/support/otlp-trace.proto', import.meta.url));

export async function startReceiver() {
  const decode = traceDecoder();
  const received = { spans: [], envelopes: [], batches: [] };
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const bytes = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
    if (request.url === '/v1/traces') received.spans.push(...spansIn(decode(bytes)));
    else if (request.url.includes('/envelope/')) received.envelopes.push(...jsonLines(bytes));
    else if (!request.url.startsWith('/v1/')) received.batches.push(...jsonLines(bytes));
    response.end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address();
  return { port, received, stop: () => server.close().closeAllConnections() };
}

function traceDecoder() {
  const definition = loadSync(proto, { longs: String, bytes: Buffer, defaults: true, oneofs: true });
  const { TraceService } = loadPackageDefinition(definition).opentelemetry.proto.collector.trace.v1;
  return TraceService.service.Export.requestDeserialize;
}

function spansIn({ resourceSpans }) {
  return resourceSpans.flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map(({ name, traceId, parentSpanId }) => ({
        name,
        traceId: traceId.toString('hex'),
        isRoot: parentSpanId.length === 0,
      })),
    ),
  );
}

// An envelope is a header and items of one line each; a batch is one line.
function jsonLines(bytes) {
  return bytes
    .toString()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
