/** One request that hides nothing: no redirect, no second try, and a body that must come whole. */
import { request as send, type Agent, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

export interface RequestSpec {
  readonly url: string;
  readonly body?: string;
  /** @default a connection of its own */
  readonly agent?: Agent;
}

export interface Answer {
  readonly status: number;
  /** `x-instance` of who answered. */
  readonly instance: string;
  readonly body: string;
}

const TIMEOUT_MS = 30_000;

/** @throws Error when the connection ends before the answer does */
export async function request({ url, body, agent }: RequestSpec): Promise<Answer> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = body === undefined ? {} : { 'content-type': 'application/json' };
    const options = {
      method: body === undefined ? 'GET' : 'POST',
      headers,
      agent: agent ?? false,
      timeout: TIMEOUT_MS,
    };
    const sent = send(url, options, resolve).on('error', reject);
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)));
    sent.end(body);
  });
  const { statusCode, headers } = response;
  return { status: statusCode!, instance: String(headers['x-instance'] ?? ''), body: await text(response) };
}
