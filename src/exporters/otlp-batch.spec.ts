import { createRequire } from 'node:module';
import { inspect, isDeepStrictEqual } from 'node:util';
import { decodeExport } from '../../test/support/otlp-server.js';
import { RandomSpans } from '../../test/support/random-spans.js';
import { OtlpBatches } from './otlp-batch.js';
import type { OtlpSpan } from './otlp-span.js';

interface Transformer {
  readonly ProtobufTraceSerializer: { serializeRequest(spans: readonly OtlpSpan[]): Uint8Array };
}

// The serialiser of the very exporter whose place is taken.
const official = createRequire(require.resolve('@opentelemetry/exporter-trace-otlp-grpc'))(
  '@opentelemetry/otlp-transformer',
) as Transformer;

it.each(Array.from({ length: 40 }, (_, seed) => seed))('says the same as the official serialiser, seed %i', (seed) => {
  const spans = new RandomSpans(seed).take(25);

  expect(difference(decodeExport(encode(spans)), officially(spans))).toBeUndefined();
});

it('says the same when one maker of batches has seen more attribute names than it remembers', () => {
  const [span] = new RandomSpans(0).take(1);
  const attributes = Object.fromEntries(Array.from({ length: 1500 }, (_, index) => [`name ${index}`, index]));
  const batches = new OtlpBatches();

  const decoded = [1, 2].map(() => decodeExport(encode([{ ...span!, attributes }], batches)));

  const expected = officially([{ ...span!, attributes }]);
  expect(difference(decoded, [expected, expected])).toBeUndefined();
});

it('sorts spans by resource and library, in whatever order they ended', () => {
  const [first, second] = new RandomSpans(1).take(2);
  const [one, two] = [{ name: 'one' }, { name: 'two' }];
  const spans = [one, two, one, one, two].map((instrumentationScope, index) => ({
    ...(index % 2 === 0 ? first! : second!),
    resource: first!.resource,
    instrumentationScope,
  }));

  const { resourceSpans } = decodeExport(encode(spans));

  expect(resourceSpans).toHaveLength(1);
  expect(resourceSpans[0]!.scopeSpans.map((part) => [part.scope?.name, part.spans.length])).toEqual([
    ['one', 3],
    ['two', 2],
  ]);
});

it('keeps a request as it is while the next batch is written', () => {
  const [first, second] = new RandomSpans(2).take(2);
  const batches = new OtlpBatches();
  const request = encode([first!], batches);
  const before = Buffer.from(request);

  encode([second!], batches);

  expect(before.equals(request)).toBe(true);
});

it('writes batches that are open at the same time apart', () => {
  const [first, second] = new RandomSpans(3).take(2);
  const batches = new OtlpBatches();
  encode([first!], batches);
  const one = batches.create();
  one.push(first!);
  const two = batches.create();
  two.push(second!);

  const requests = [one.toRequest(), two.toRequest()].map(decodeExport);

  expect(difference(requests, [officially([first!]), officially([second!])])).toBeUndefined();
});

it('leaves out a span that throws when it is read, and only that', () => {
  const [first, second] = new RandomSpans(4).take(2);
  const broken = {
    ...first!,
    get events(): never {
      throw new Error('broken');
    },
  };
  const batch = new OtlpBatches().create();
  batch.push(first!);

  expect(() => batch.push(broken)).toThrow('broken');
  batch.push(second!);

  expect(batch.length).toBe(2);
  expect(difference(decodeExport(batch.toRequest()), officially([first!, second!]))).toBeUndefined();
});

it('keeps nothing of spans that throw, however many and large they are', () => {
  const [span] = new RandomSpans(6).take(1);
  const broken = {
    ...span!,
    name: 'x'.repeat(1_000_000),
    get events(): never {
      throw new Error('broken');
    },
  };
  const batch = new OtlpBatches().create();
  const before = process.memoryUsage().arrayBuffers;

  for (let count = 0; count < 100; count++) expect(() => batch.push(broken)).toThrow('broken');

  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000);
});

it('refuses attributes that contain themselves', () => {
  const [span] = new RandomSpans(5).take(1);
  const loop: unknown[] = [];
  loop.push(loop);
  const batch = new OtlpBatches().create();

  expect(() => batch.push({ ...span!, attributes: { loop: loop as never } })).toThrow(RangeError);
  expect(batch.length).toBe(0);
});

function encode(spans: readonly OtlpSpan[], batches = new OtlpBatches()): Uint8Array {
  const batch = batches.create();
  for (const span of spans) batch.push(span);
  return batch.toRequest();
}

function officially(spans: readonly OtlpSpan[]) {
  return decodeExport(official.ProtobufTraceSerializer.serializeRequest(spans));
}

/** The path to the first value that differs: Jest's own comparison of such messages takes minutes to print. */
function difference(ours: unknown, theirs: unknown, path = 'request'): string | undefined {
  if (isDeepStrictEqual(ours, theirs)) return undefined;
  if (!isRecord(ours) || !isRecord(theirs)) return `${path}: ${shown(ours)} instead of ${shown(theirs)}`;
  for (const key of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
    const found = difference(ours[key], theirs[key], `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return `${path}: of another kind`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Buffer.isBuffer(value);
}

function shown(value: unknown): string {
  return inspect(value, { maxStringLength: 80, depth: 1 });
}
