/** Sends batches of records to a URL, signed. A batch keeps its id and its body when it is sent again. */
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { ServiceConfig, WebhookExporterConfig } from '../config/index.js';
import type { DeliverySink } from './bounded-delivery.js';
import { DeliveryError } from './delivery-error.js';
import { agentFor, post, type PostAnswer } from './http-post.js';
import { signWebhook } from './webhook-signature.js';

export interface WebhookOptions {
  readonly config: Pick<WebhookExporterConfig, 'url' | 'secret' | 'headers' | 'compression' | 'timeoutMs'>;
  readonly service: ServiceConfig;
  readonly environment: string;
  /** Milliseconds since the Unix epoch. */
  readonly nowMs: () => number;
}

interface Message {
  readonly batch: readonly Buffer[];
  readonly id: string;
  /** What is signed. */
  readonly body: Buffer;
  /** What is sent. */
  readonly content: Buffer;
}

const compress = promisify(gzip);

export class Webhook implements DeliverySink {
  private readonly url: URL;
  private readonly agent: ReturnType<typeof agentFor>;
  private message: Message | undefined;

  constructor(private readonly options: WebhookOptions) {
    this.url = new URL(options.config.url);
    this.agent = agentFor(this.url);
  }

  async deliver(batch: readonly Buffer[]): Promise<number> {
    const message = await this.messageOf(batch);
    const { timeoutMs } = this.options.config;
    const { url, agent } = this;
    const answer = await post({ url, agent, timeoutMs, headers: this.headersOf(message), body: message.content });
    if (answer.status < 200 || answer.status > 299) throw refusal(answer);
    this.message = undefined;
    return 0;
  }

  async close(): Promise<void> {
    this.agent.destroy();
  }

  private async messageOf(batch: readonly Buffer[]): Promise<Message> {
    if (this.message?.batch === batch) return this.message;
    const body = this.bodyOf(batch);
    const content = this.options.config.compression === 'gzip' ? await compress(body) : body;
    return (this.message = { batch, id: `msg_${randomUUID()}`, body, content });
  }

  /** Records are JSON already: they are put together, not read again. */
  private bodyOf(batch: readonly Buffer[]): Buffer {
    const { service, environment, nowMs } = this.options;
    const { name, version, instanceId } = service;
    const sender = JSON.stringify({ name, version, instance_id: instanceId, environment });
    const timestamp = new Date(nowMs()).toISOString();
    const records = batch.flatMap((record, index) => (index === 0 ? [record] : [COMMA, record]));
    const start = `{"type":"telemetry.batch","timestamp":"${timestamp}","data":{"service":${sender},"records":[`;
    return Buffer.concat([Buffer.from(start), ...records, END]);
  }

  private headersOf({ id, body }: Message): Record<string, string> {
    const { secret, headers, compression } = this.options.config;
    const sentAtSeconds = Math.floor(this.options.nowMs() / 1000);
    return {
      ...headers,
      'content-type': 'application/json',
      ...(compression === 'gzip' && { 'content-encoding': 'gzip' }),
      'webhook-id': id,
      'webhook-timestamp': String(sentAtSeconds),
      'webhook-signature': signWebhook(secret, { id, sentAtSeconds, body }),
    };
  }
}

const COMMA = Buffer.from(',');
const END = Buffer.from(']}}');

/** Too early, too slow or too many are worth another try, and so is every fault of the receiver's own. */
const TRANSIENT: ReadonlySet<number> = new Set([408, 425, 429]);

function refusal({ status, retryAfterMs }: PostAnswer): DeliveryError {
  const isTransient = status >= 500 || TRANSIENT.has(status);
  const fact = status >= 300 && status < 400 ? 'redirects are not followed' : 'refused';
  return new DeliveryError(`it answered ${status}, ${fact}`, {
    isTransient,
    retryAfterMs,
    reason: isTransient ? 'export_failed' : 'rejected',
  });
}
