/** Secrets of every kind go into a real application by every way in, and none may come out by any way out. */
import { Body, Controller, Headers, Injectable, Logger, Post, Query } from '@nestjs/common';
import { SpanStatusCode, trace } from '@opentelemetry/api';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HealthContributor, ObservabilityService, SpanAttribute, Traced } from 'nestjs-observability';
import { closeApplications, platforms, startApplication, type RunningApplication } from '../support/application.js';
import { startOtlpHttpServer, type OtlpHttpServer } from '../support/otlp-http-server.js';
import { secrets, tokens } from './redaction-corpus.js';

interface Canary {
  readonly text: string;
  readonly secrets: readonly string[];
}

const TOGETHER = 9;
const canaries: readonly Canary[] = [
  ...secrets.map(({ text, secret }) => ({ text, secrets: [secret] })),
  ...tokens.flatMap((_first, at) => {
    const flock = at % TOGETHER === 0 ? tokens.slice(at, at + TOGETHER).map(([, token]) => token) : [];
    return flock.length === 0 ? [] : [{ text: `here they come: ${flock.join(', ')}`, secrets: flock }];
  }),
];

const outside = { url: '' };
const current = { text: '' };

@Injectable()
class Cage {
  constructor(private readonly observability: ObservabilityService) {}

  @Traced()
  async sing(@SpanAttribute('song') text: string): Promise<never> {
    this.observability.annotate({ note: text, 'db.query.text': text, list: [text] });
    this.observability.addEvent('sang', { note: text });
    this.observability.captureError(new Error(text), { note: text });
    singThroughADriver(text);
    await fetch(`${outside.url}/${encodeURIComponent(text)}?note=${encodeURIComponent(text)}`);
    throw new Error(`failed on ${text}`, { cause: new TypeError(text) });
  }

  @HealthContributor('canary')
  check(): never {
    throw new Error(current.text);
  }
}

/** By OpenTelemetry's API alone, as third-party instrumentations do. */
function singThroughADriver(text: string): void {
  trace.getActiveSpan()?.updateName(text);
  const span = trace.getTracer('driver').startSpan(`SELECT ${text}`, { attributes: { 'db.query.text': text } });
  span.addEvent('row', { note: text });
  span.recordException(new Error(text));
  span.setStatus({ code: SpanStatusCode.ERROR, message: text });
  span.end();
}

@Controller()
class CageController {
  private readonly logger = new Logger(CageController.name);

  constructor(private readonly cage: Cage) {}

  @Post('sing')
  sing(@Body() body: Pick<Canary, 'text'>, @Headers() headers: object, @Query() query: object): Promise<never> {
    const { text } = body;
    this.logger.log(text);
    this.logger.log({
      headers,
      query,
      body: { text },
      nested: new Map([['list', [{ text }]]]),
      json: JSON.stringify({ text }),
    });
    return this.cage.sing(text);
  }
}

let collector: OtlpHttpServer;
let server: Server;

beforeAll(async () => {
  server = createServer((_request, response) => response.end('ok'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  outside.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(async () => void (collector = await startOtlpHttpServer()));
afterEach(async () => {
  await closeApplications();
  await collector.stop();
});

describe.each(platforms)('On %s', (platform) => {
  it('nothing that was secret leaves in logs, spans, metrics or health', async () => {
    const application = await startApplication({
      platform,
      controllers: [CageController],
      providers: [Cage],
      observability: {
        traces: { endpoint: collector.endpoint, protocol: 'http/protobuf', sampleRatio: 1 },
        health: { cacheMs: 0, details: true },
        logs: { maxPerSecond: 0 },
      },
    });
    const pages: string[] = [];

    for (const canary of canaries) pages.push(await sing(application, canary));
    pages.push(await application.scrape());
    await application.close();

    const { lines, spans } = application.recorder;
    const out = [lines, spans.map(told), collector.spans, pages].map(shown);
    expect(
      canaries.flatMap((canary) => canary.secrets.filter((secret) => out.some((text) => says(text, secret)))),
    ).toEqual([]);
    expect(lines.filter(({ level }) => level === 'ERROR').length).toBeGreaterThanOrEqual(canaries.length);
    expect(collector.spans.length).toBeGreaterThanOrEqual(canaries.length * 4);
  }, 60_000);
});

async function sing(application: RunningApplication, { text }: Canary): Promise<string> {
  current.text = text;
  await application.request(`/sing?note=${encodeURIComponent(text)}&token=${encodeURIComponent(text)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-note': text.replaceAll('\n', ' '), cookie: 'sid=hunter2' },
    body: JSON.stringify({ text }),
  });
  return (await application.request('/health/ready')).text();
}

function told({ name, attributes, events, status }: RunningApplication['recorder']['spans'][number]): unknown {
  return { name, attributes, events, status };
}

function shown(output: unknown): string {
  return JSON.stringify(output, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}

/** As it is, as JSON and as a URL write it. */
function says(text: string, secret: string): boolean {
  const inJson = JSON.stringify(secret).slice(1, -1);
  return [secret, inJson, JSON.stringify(inJson).slice(1, -1), encodeURIComponent(secret)].some((one) =>
    text.includes(one),
  );
}
