/** An application whose console somebody opens, and how a test asks it. */
import { Controller, Get, Param } from '@nestjs/common';
import type { ObservabilityOptions } from 'nestjs-observability';
import { ManualClock } from 'nestjs-observability/testing';
import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { startApplication, type ApplicationSpec, type RunningApplication } from '../support/application.js';

export const BASE = '/observability';
export const API = `${BASE}/api/v1`;
export const TOKEN = 'token-of-the-team-0123456789';

@Controller('orders')
export class OrdersController {
  @Get(':id')
  find(@Param('id') id: string): { id: string } {
    return { id };
  }
}

export interface WatchedShop extends RunningApplication {
  readonly clock: ManualClock;
  /** What was written to the application's log. */
  readonly log: string[];
  /** Of the newest link in the log. */
  link(): { readonly url: string; readonly token: string };
  /** GET of a resource, or a POST as the console's own page sends it. */
  ask(name: string, init?: RequestInit): Promise<Response>;
  post(name: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Exchanges a token, by default that of the newest link; gives headers with the session's cookie. */
  enter(token?: string): Promise<{ readonly cookie: string }>;
}

/** As in development, where nothing else is said. */
export async function startWatched(
  { observability = {}, ...spec }: Omit<ApplicationSpec, 'observability'> & { observability?: ObservabilityOptions },
  settings: ObservabilityOptions['console'] = {},
): Promise<WatchedShop> {
  const clock = new ManualClock();
  const log: string[] = [];
  const application = await startApplication({
    controllers: [OrdersController],
    ...spec,
    observability: {
      environment: 'development',
      logs: { destination: { write: (line: string) => void log.push(line) } },
      plugins: [{ name: 'clock', clock }],
      ...observability,
      console: settings,
    },
  });
  return { ...application, clock, log, ...questions(application, log) };
}

type Questions = Pick<WatchedShop, 'link' | 'ask' | 'post' | 'enter'>;

function questions({ request, url }: RunningApplication, log: readonly string[]): Questions {
  const link: WatchedShop['link'] = () => {
    const [whole = '', token = ''] = [...log.join('').matchAll(/http[^"\s]*#token=([\w-]+)/g)].at(-1) ?? [];
    return { url: whole, token };
  };
  const ask: WatchedShop['ask'] = (name, init) => request(`${API}/${name}`, init);
  const post: WatchedShop['post'] = (name, body, headers = {}) => {
    const all = { origin: url, 'content-type': 'application/json', ...headers };
    return ask(name, { method: 'POST', headers: all, body: JSON.stringify(body) });
  };
  const enter: WatchedShop['enter'] = async (token = link().token) => {
    const [cookie = ''] = (await post('session', { token })).headers.getSetCookie();
    return { cookie: cookie.split(';')[0]! };
  };
  return { link, ask, post, enter };
}

export interface RawRequest {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** Headers that `fetch` does not let one set, or leaves out: Host, Origin. */
export function rawStatus(
  port: number,
  path: string,
  { method = 'GET', headers = {}, body }: RawRequest = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      text(response).then(() => resolve(response.statusCode!), reject);
    });
    sent.once('error', reject).end(body);
  });
}

export async function statusOf(answer: Promise<Response>): Promise<number> {
  return (await answer).status;
}

/** Status, content type, code and fact. */
export async function problemOf(answer: Promise<Response>): Promise<unknown> {
  const { status, headers } = await answer;
  const { error } = (await (await answer).json()) as { error: { code: string; fact: string } };
  return [status, headers.get('content-type'), error.code, error.fact];
}
