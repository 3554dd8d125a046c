import { decodeExport, encodePartialSuccess } from '../../test/support/otlp-server.js';
import { RandomSpans } from '../../test/support/random-spans.js';
import { leanExporter } from './lean-exporter.js';
import { createGrpcExporter } from './otlp-grpc.js';
import { createHttpExporter } from './otlp-http.js';
import type { ExportResult, SpanBatch, SpanExporterLike } from './span-exporter.js';

const target = { endpoint: 'http://127.0.0.1:9/v1/traces', headers: {}, timeoutMs: 1000 };
const spans = new RandomSpans(1).take(3);

it.each([
  ['gRPC', createGrpcExporter],
  ['HTTP', createHttpExporter],
])('knows the structure of the installed exporter over %s', async (_protocol, create) => {
  const official = create(target);
  const lean = leanExporter(official);
  await official.shutdown();

  expect(lean).not.toBe(official);
  expect(lean.createBatch).toBeDefined();
});

it('hands the bytes of the request to the transport of the exporter', async () => {
  const { exporter, sent } = exporterLikeTheOfficial();

  const result = await exportThrough(leanExporter(exporter));

  expect(result).toEqual({ code: 0, refused: 0 });
  expect(sent).toHaveLength(1);
  expect(decodeExport(sent[0]!).resourceSpans.length).toBeGreaterThan(0);
});

it('leaves the answer to the serialiser of the exporter', async () => {
  const { exporter, answers } = exporterLikeTheOfficial();

  await exportThrough(leanExporter(exporter));

  expect(answers).toEqual(['the answer, read by its official reader']);
});

it('tells how many spans the receiver refused, once', async () => {
  const { exporter, answerWith } = exporterLikeTheOfficial();
  const lean = leanExporter(exporter);

  answerWith(encodePartialSuccess());
  const partial = await exportThrough(lean);
  answerWith('the answer');
  const whole = await exportThrough(lean);

  expect([partial, whole]).toEqual([
    { code: 0, refused: 1 },
    { code: 0, refused: 0 },
  ]);
});

it.each([
  ['has no delegate', {}],
  ['keeps its serialiser elsewhere', { _delegate: { _transport: { send() {} } } }],
  ['has another kind of serialiser', { _delegate: { _serializer: { write() {} }, _transport: { send() {} } } }],
  [
    'keeps its transport elsewhere',
    { _delegate: { _serializer: { serializeRequest() {}, deserializeResponse() {} } } },
  ],
])('uses an exporter as it is that %s', async (_what, structure) => {
  const received: unknown[] = [];
  const exporter: SpanExporterLike = {
    ...structure,
    export: (batch, done) => {
      received.push(batch);
      done({ code: 0 });
    },
    shutdown: async () => undefined,
  };

  await exportThrough(leanExporter(exporter));

  expect(leanExporter(exporter)).toBe(exporter);
  expect(received).toEqual([spans]);
});

it('shuts the exporter down', async () => {
  const { exporter } = exporterLikeTheOfficial();
  const shutdown = jest.spyOn(exporter, 'shutdown');

  await leanExporter(exporter).shutdown();

  expect(shutdown).toHaveBeenCalledTimes(1);
});

function exportThrough(exporter: SpanExporterLike): Promise<ExportResult> {
  const batch: SpanBatch = exporter.createBatch?.() ?? [];
  for (const span of spans) batch.push(span);
  return new Promise((resolve) => exporter.export(batch, resolve));
}

function exporterLikeTheOfficial() {
  const [sent, answers]: [Uint8Array[], string[]] = [[], []];
  let answer: unknown = 'the answer';
  const delegate = {
    _transport: { send: (bytes: Uint8Array) => void sent.push(bytes) },
    _serializer: {
      reader: 'its official reader',
      serializeRequest: (_batch: unknown): Uint8Array => Buffer.from('not ours'),
      deserializeResponse(bytes: unknown): string {
        return `${String(bytes)}, read by ${this.reader}`;
      },
    },
  };
  const exporter: SpanExporterLike = {
    export: (batch, done) => {
      const { _transport: transport, _serializer: serializer } = delegate;
      transport.send(serializer.serializeRequest(batch));
      answers.push(serializer.deserializeResponse(answer));
      done({ code: 0 });
    },
    shutdown: async () => undefined,
  };
  const answerWith = (next: unknown): void => void (answer = next);
  return { exporter: Object.assign(exporter, { _delegate: delegate }), sent, answers, answerWith };
}
