/** Everything the application and the other side can see of a call, with the module and without. */
import { Controller, Get, Query } from '@nestjs/common';
import { closeApplications, startApplication } from '../support/application.js';
import { answers, callByNode, clients, farSide, secureFarSide, type Client } from './far-side.js';

/** Headers that are meant to be there. */
const ADDED = /^(traceparent|tracestate|baggage|x-request-id|x-correlation-id|x-causation-id)$/i;

interface Options {
  readonly abortAfterMs?: number;
  readonly method?: string;
  readonly body?: string;
}

const attempts: readonly (readonly [title: string, path: string, options: Options])[] = [
  ['an answer', '/', {}],
  ['a body sent and streamed back', '/echo', { method: 'POST', body: 'x'.repeat(200_000) }],
  ['chunks', '/chunks', {}],
  ['a redirect', '/moved', {}],
  ['a 404', '/missing', {}],
  ['a connection cut before the answer', '/cut', {}],
  ['a reset before the answer', '/reset', {}],
  ['a connection cut in the body', '/half-cut', {}],
  ['a reset in the body', '/half-reset', {}],
  ['an abort before the answer', '/silent', { abortAfterMs: 300 }],
  ['an abort in the body', '/half', { abortAfterMs: 300 }],
];

afterEach(closeApplications);

describe.each(Object.entries(clients))('%s', (_name, client) => {
  it.each(attempts)('sees the same of %s, and shows the same', async (_title, path, options) => {
    expect(await outcomeOf(client, path, options, false)).toEqual(await outcomeOf(client, path, options, true));
  });

  it('sees the same TLS error', async () => {
    const secure = await secureFarSide();
    const [on, off] = [
      await errorWith(client, `${secure.url}/`, false),
      await errorWith(client, `${secure.url}/`, true),
    ];
    await secure.close();

    expect(on).toEqual(off);
  });

  it('sees the same failure of a name', async () => {
    expect(await errorWith(client, 'http://nowhere.invalid/', false)).toEqual(
      await errorWith(client, 'http://nowhere.invalid/', true),
    );
  });
});

it('leaves the events of a request in their order', async () => {
  const names = ['socket', 'finish', 'response', 'close', 'error', 'abort', 'timeout', 'information', 'continue'];
  const eventsOf = async (isBare: boolean): Promise<string[]> => {
    const seen: string[] = [];
    const far = await farSide();
    await insideRequest(isBare, () =>
      callByNode(far.url, {}, {}, (request) => {
        for (const name of names) request.on(name, () => seen.push(name));
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    await far.close();
    return seen;
  };

  expect(await eventsOf(false)).toEqual(await eventsOf(true));
});

async function outcomeOf(client: Client, path: string, options: Options, isBare: boolean) {
  const arrived: unknown[] = [];
  const far = await farSide((request, response) => {
    const { method, url, rawHeaders } = request;
    arrived.push({ method, url, headers: ownHeaders(rawHeaders) });
    answers(request, response);
  });
  const seen = await insideRequest(isBare, () => attempt(client, far.url + path, options));
  await far.close();
  return { seen, arrived };
}

async function errorWith(client: Client, url: string, isBare: boolean): Promise<unknown> {
  return insideRequest(isBare, () => attempt(client, url, {}));
}

async function attempt(client: Client, url: string, { abortAfterMs, ...options }: Options) {
  const controller = new AbortController();
  if (abortAfterMs !== undefined) setTimeout(() => controller.abort(), abortAfterMs);
  try {
    return { text: await client(url, { ...options, signal: controller.signal }) };
  } catch (error) {
    return shapeOf(error);
  }
}

function shapeOf(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, cause } = error;
  const { code } = error as { code?: unknown };
  return { type: error.constructor.name, name, message, code, cause: cause === undefined ? undefined : shapeOf(cause) };
}

/** In order and in their own writing; the port differs from run to run. */
function ownHeaders(rawHeaders: readonly string[]): string[] {
  const lines: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (!ADDED.test(rawHeaders[index]!)) lines.push(`${rawHeaders[index]}: ${rawHeaders[index + 1]}`);
  }
  return lines.map((line) => line.replace(/localhost:\d+/, 'localhost'));
}

/** Runs `work` in a handler, below a recorded span where there is a module. */
async function insideRequest<T>(isBare: boolean, work: () => Promise<T>): Promise<T> {
  let result: T | undefined;

  @Controller()
  class WorkingController {
    @Get('work')
    async work(@Query() _query: unknown): Promise<string> {
      result = await work();
      return 'done';
    }
  }
  const observability = { traces: { sampleRatio: 1 } };
  const application = await startApplication({ isBare, observability, controllers: [WorkingController] });
  await application.request('/work');
  await application.close();
  return result!;
}
