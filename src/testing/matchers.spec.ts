import { ROOT_CONTEXT, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { OperationPipeline, type OperationEnd } from '../kernel/index.js';
import { observabilityMatchers } from './matchers.js';
import type { RecordedSpan } from './recorded.js';
import { TelemetryRecorder } from './telemetry-recorder.js';

expect.extend(observabilityMatchers);

const METRICS = `# TYPE sold_total counter
sold_total{kind="tea",shop="1"} 3
sold_total{kind="coffee",shop="1"} 1
`;

function span(name: string, attributes = {}, code = SpanStatusCode.UNSET): RecordedSpan {
  const id = { traceId: '1'.repeat(32), spanId: name.padEnd(16, '0'), traceFlags: 1 };
  return {
    name,
    kind: SpanKind.SERVER,
    attributes,
    status: { code },
    events: [],
    links: [],
    resource: { attributes: {} },
    startTime: [1, 0],
    endTime: [1, 0],
    spanContext: () => id,
  };
}

/** Two requests, a span and a line. */
function recorded(...more: OperationEnd[]): TelemetryRecorder {
  const recorder = new TelemetryRecorder();
  const pipeline = new OperationPipeline({ handlers: recorder.plugin().handlers! });
  for (const end of [{ outcome: 'ok' } as const, ...more]) {
    const start = { kind: 'http.server', name: 'GET /orders/:id', context: ROOT_CONTEXT } as const;
    pipeline.end(pipeline.start({ ...start, attributes: { 'http.route': '/orders/:id' } }), end);
  }
  recorder.spans.push(span('GET /orders/:id', { 'http.route': '/orders/:id', size: 7 }), span('SELECT orders'));
  recorder.destination.write(
    '{"level":"INFO","target":"Orders","message":"Sold 1","err":{"type":"RangeError","stack":"…"}}\n',
  );
  return recorder;
}

async function messageOf(failing: () => unknown): Promise<string> {
  try {
    await failing();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('It did not fail');
}

describe('toHaveSpan', () => {
  it('takes a name, a pattern or a part, and asymmetric matchers for values', () => {
    const recorder = recorded();

    expect(recorder).toHaveSpan('GET /orders/:id');
    expect(recorder).toHaveSpan(/^GET/, { size: expect.any(Number), absent: undefined });
    expect(recorder).toHaveSpan({ kind: 'server', status: 'unset', attributes: { size: 7 } });
    expect({ recorder }).toHaveSpan('SELECT orders');
    expect(recorder).not.toHaveSpan('GET /orders/:id', { size: 8 });
    expect(recorder).not.toHaveSpan({ kind: 'client' });
  });

  it('shows what comes closest, what differs, and all there is', async () => {
    const recorder = recorded();

    const message = await messageOf(() => expect(recorder).toHaveSpan('GET /order/:id', { size: 8 }));

    expect(message).toBe(`Expected span {name='GET /order/:id' attributes={ size: 8 }}

Nearest: server GET /orders/:id
  name: expected 'GET /order/:id', got 'GET /orders/:id'
  attributes.size: expected 8, got 7

Spans (2):
  GET /orders/:id (server, unset) {http.route='/orders/:id' size=7}
  SELECT orders (server, unset)`);
  });

  it('shows with .not what is there and should not be', async () => {
    const recorder = recorded();

    const message = await messageOf(() => expect(recorder).not.toHaveSpan('SELECT orders'));

    expect(message).toBe(`Expected no span {name='SELECT orders'}

Found (1):
  SELECT orders (server, unset)`);
  });

  it('says what it takes', async () => {
    expect(await messageOf(() => expect('text').toHaveSpan('x'))).toBe(
      "This matcher takes a TelemetryRecorder, or what has one as recorder; got 'text'",
    );
  });
});

describe('toHaveSample', () => {
  it('takes labels among others, and a value or what decides about it', async () => {
    await expect(METRICS).toHaveSample('sold_total', { kind: 'tea' }, 3);
    await expect(METRICS).toHaveSample('sold_total', { kind: /^c/ }, expect.any(Number));
    await expect({ scrape: async () => METRICS }).toHaveSample('sold_total');
    await expect(METRICS).not.toHaveSample('sold_total', { kind: 'tea' }, 4);
    await expect(METRICS).not.toHaveSample('sold');
  });

  it('shows the nearest sample and all of the name', async () => {
    const message = await messageOf(() => expect(METRICS).toHaveSample('sold_total', { kind: 'tea' }, 4));

    expect(message).toBe(`Expected sample sold_total {kind='tea'} 4

Nearest: sold_total
  value: expected 4, got 3

Samples of this name (2):
  sold_total {kind='tea' shop='1'} 3
  sold_total {kind='coffee' shop='1'} 1`);
  });

  it('finds the name that was meant', async () => {
    const message = await messageOf(() => expect(METRICS).toHaveSample('sold'));

    expect(message).toContain("Nearest: sold_total\n  name: expected 'sold', got 'sold_total'");
  });

  it('knows no metrics of a recorder that nobody connected', async () => {
    expect(await messageOf(() => expect(new TelemetryRecorder()).toHaveSample('x'))).toBe(
      'This recorder knows no metrics. Import ObservabilityTestingModule, or scrape /metrics.',
    );
  });
});

describe('toHaveLogged', () => {
  it('compares parts of parts', async () => {
    const recorder = recorded();

    expect(recorder).toHaveLogged({ message: /^Sold/, err: { type: 'RangeError' } });
    const message = await messageOf(() => expect(recorder).toHaveLogged({ err: { type: 'TypeError' } }));
    expect(message).toContain("Nearest: INFO Orders Sold 1\n  err.type: expected 'TypeError', got 'RangeError'");
  });
});

describe('toHaveOperation', () => {
  it('compares parts, and errors by name and message', async () => {
    const recorder = recorded({ outcome: 'error', error: new RangeError('sold out') });

    expect(recorder).toHaveOperation({ kind: 'http.server', outcome: 'error', error: new RangeError('sold out') });
    const message = await messageOf(() =>
      expect(recorder).toHaveOperation({ kind: 'http.server', outcome: 'canceled' }),
    );
    expect(message).toContain("Nearest: http.server GET /orders/:id\n  outcome: expected 'canceled', got 'error'");
    expect(message).toContain("Operations (2):\n  http.server GET /orders/:id ok {http.route='/orders/:id'}");
  });
});

describe('toHaveNoErrors', () => {
  it('passes where nothing failed, and where a client got the 4xx it asked for', async () => {
    const recorder = recorded({ outcome: 'error', error: { getStatus: () => 404 } }, { outcome: 'canceled' });

    expect(recorder).toHaveNoErrors();
    expect(await messageOf(() => expect(recorder).not.toHaveNoErrors())).toBe('Expected an error, and there is none');
  });

  it('lists whatever failed', async () => {
    const recorder = recorded({ outcome: 'error', error: new RangeError('sold out') });
    recorder.spans.push(span('POST /pay', {}, SpanStatusCode.ERROR));
    recorder.destination.write('{"level":"ERROR","message":"no money"}\nnot json\n');

    expect(await messageOf(() => expect(recorder).toHaveNoErrors())).toBe(`Errors (4):
  operation http.server GET /orders/:id: 'RangeError: sold out'
  span POST /pay (server, error)
  log line level='ERROR' message='no money'
  line that is not JSON: 'not json'`);
    expect(recorder).not.toHaveNoErrors();
  });
});

describe('A message', () => {
  it('stays readable whatever there is', async () => {
    const recorder = new TelemetryRecorder();
    for (let count = 0; count < 1000; count++) recorder.spans.push(span(`span ${count}`, { text: 'x'.repeat(10_000) }));

    const { message } = observabilityMatchers.toHaveSpan(recorder, 'none');

    expect(message()).toContain('Spans (1000):\n  … 980 before\n  span 980');
    expect(message().length).toBeLessThan(10_000);
  });
});
