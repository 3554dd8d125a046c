/** Ways in that need no stranger: what the application itself logs, measures, calls and throws. One entry each. */
import { Injectable, Logger } from '@nestjs/common';
import { SpanStatusCode, trace } from '@opentelemetry/api';
import { setTimeout as delay } from 'node:timers/promises';
import { AuditService, ObservabilityService, SpanAttribute, Traced } from 'nestjs-observability';
import {
  AiInstrument,
  DatabaseInstrument,
  EventsInstrument,
  ProcessesInstrument,
  QueuesInstrument,
  SessionsInstrument,
  TransportsInstrument,
} from 'nestjs-observability/instruments';
import Redis from 'ioredis';
import { Client } from 'pg';
import type { Canary } from '../canary/canary.js';
import { Heartbeat } from './doors.js';

/** Nobody listens there: what is sent to it fails, and is told about. */
const NOWHERE = '127.0.0.1:9';
const HEALTH_IS_ASKED_EVERY_MS = 5;

type Way = (canary: Canary) => unknown;

@Injectable()
export class Inside {
  private readonly logger = new Logger('Inside');

  constructor(
    private readonly observability: ObservabilityService,
    private readonly audit: AuditService,
    private readonly heartbeat: Heartbeat,
    private readonly ai: AiInstrument,
    private readonly database: DatabaseInstrument,
    private readonly events: EventsInstrument,
    private readonly processes: ProcessesInstrument,
    private readonly queues: QueuesInstrument,
    private readonly sessions: SessionsInstrument,
    private readonly transports: TransportsInstrument,
  ) {}

  /** What it throws is its own affair: it has been told by then. */
  async enter(way: string, canary: Canary): Promise<void> {
    await this.within(way, canary).catch(() => undefined);
  }

  @Traced('inside')
  private async within(way: string, canary: Canary): Promise<void> {
    await this.ways[way]!(canary);
  }

  @Traced()
  private async sing(@SpanAttribute('note') text: string): Promise<never> {
    throw new Error(text, { cause: new RangeError(text) });
  }

  readonly ways: Readonly<Record<string, Way>> = {
    'log message': ({ text }) => this.logger.log(text),
    'log field': ({ field: [name, value] }) =>
      this.logger.log({ [name]: value, nested: { deeply: [{ [name]: value }] } }),
    'log collections': ({ field: [name, value], text }) =>
      this.logger.warn({ map: new Map([[name, value]]), set: new Set([text]), list: [{ name, value }] }),
    'log JSON': ({ field: [name, value] }) => this.logger.log(JSON.stringify({ [name]: value })),
    'log error': ({ text }) => this.logger.error(new Error(text, { cause: new Error(text) })),
    'log stack': ({ text }) => this.logger.error(text, new Error(text).stack),
    'log many arguments': ({ text, field: [name, value] }) => this.logger.debug('told', text, { [name]: value }),
    'span attribute': ({ text, field: [name, value] }) =>
      this.observability.annotate({ [name]: value, text, list: [text], 'db.query.text': text }),
    'span event': ({ text, field: [name, value] }) => this.observability.addEvent(text, { [name]: value }),
    'thrown error': ({ text }) => this.sing(text),
    'aggregate error': ({ text }) => {
      throw new AggregateError([new Error(text), text], text);
    },
    'error fields': ({ text, field: [name, value] }) => {
      throw Object.assign(new Error(text), { [name]: value, config: { headers: { [name]: value } } });
    },
    'captured error': ({ text, field: [name, value] }) =>
      this.observability.captureError(new Error(text), { [name]: value }),
    'third-party span': (canary) => singThroughADriver(canary),
    'third-party link': ({ text, field: [name, value] }) => {
      const context = trace.getActiveSpan()!.spanContext();
      trace
        .getTracer('linker')
        .startSpan('linked', { links: [{ context, attributes: { [name]: value, text } }] })
        .end();
    },
    'outgoing URL': ({ text, field: [name, value] }) =>
      fetch(`http://${NOWHERE}/${encodeURIComponent(text)}?${new URLSearchParams({ [name]: value })}`),
    'outgoing header': ({ field: [, value] }) =>
      fetch(`http://${NOWHERE}/`, { headers: { authorization: encodeURI(value) } }),
    'SQL literal': ({ text }) =>
      this.database.query(
        { system: 'sqlite', statement: `SELECT 1 FROM t WHERE note = '${text.replaceAll("'", "''")}'` },
        () => failWith(text),
      ),
    'SQL comment': ({ text }) =>
      this.database.query({ system: 'sqlite', statement: `SELECT 1 /* ${text} */ FROM t` }, () => Promise.resolve([])),
    'SQL driver': ({ cores: [core], text }) => askPostgres(core!, text),
    'Redis command': ({ cores: [core], text }) => askRedis(core!, text),
    'event payload': ({ text }) => this.events.process('sung', 'Inside.sing', () => failWith(text)),
    'job payload': ({ text }) => this.queues.queue('songs').job('sing', { id: '1' }, () => failWith(text)),
    'transport call': ({ text }) => this.transports.transport('stdio').call('sing').fail(new Error(text)),
    'AI prompt': ({ text, witness }) => this.ask(`${witness} ${text}`),
    'child process': ({ text, cores: [core] }) =>
      this.processes.spawn('true', [`--password=${core}`, text], { name: 'singer' }).ended,
    session: ({ field: [, value] }) => this.sessions.open({ id: value, userId: value }).close(),
    audit: ({ text, field: [name, value] }) =>
      this.audit.record({ action: 'sing', target: text, outcome: 'error', details: { [name]: value, text } }),
    'health check': async ({ text, field }) => {
      Object.assign(this.heartbeat, { text, field });
      await delay(HEALTH_IS_ASKED_EVERY_MS);
    },
  };

  private async ask(content: string): Promise<void> {
    const completion = this.ai.completion({ provider: 'cage', model: 'bird', input: [{ role: 'user', content }] });
    const output = [{ role: 'assistant', content }];
    await completion.runIn(async () => completion.response({ output, finishReasons: ['stop'] }));
    completion.fail(new Error(content));
  }
}

/** By OpenTelemetry's API alone. */
function singThroughADriver({ text, field: [name, value] }: Canary): void {
  const span = trace
    .getTracer('driver')
    .startSpan(`SELECT ${text}`, { attributes: { [name]: value, 'db.query.text': text } });
  span.addEvent('row', { [name]: value, text });
  span.recordException(new Error(text));
  span.setStatus({ code: SpanStatusCode.ERROR, message: text });
  span.updateName(`SELECT ${text}`);
  span.end();
}

async function askPostgres(password: string, text: string): Promise<void> {
  const client = new Client({ connectionString: `postgres://shop:${password}@${NOWHERE}/shop` });
  client.on('error', () => undefined);
  const asked = client.query(`SELECT 1 FROM t WHERE note = '${text.replaceAll("'", "''")}' AND other = $1`, [text]);
  await Promise.allSettled([client.connect(), asked]);
}

async function askRedis(password: string, text: string): Promise<void> {
  const redis = new Redis(`redis://:${password}@${NOWHERE}/0`, {
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
  });
  redis.on('error', () => undefined);
  await redis.set(text, text).catch(() => undefined);
  redis.disconnect();
}

async function failWith(text: string): Promise<never> {
  throw new Error(text);
}
