/** The client of the package openai against a server that speaks its wire format: what is counted, and that nothing else changes. */
import OpenAI, { APIConnectionError, APIUserAbortError, RateLimitError } from 'openai';
import { ObservabilityError, type ObservabilityOptions } from 'nestjs-observability';
import { AiInstrument, observeOpenAI } from 'nestjs-observability/instruments';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';
import { collectGarbage } from '../support/garbage.js';
import '../support/matchers.js';
import { AiProviderServer, json, stream, usage } from './ai-provider-server.js';
import { aiOutcomes, aiSamples, all, everythingTold } from './ai-telemetry.js';

const prices = { 'gpt-4o': { promptCents: 250, cachedCents: 125, completionCents: 1000 } };
const messages = [{ role: 'user' as const, content: 'Sing a canary song.' }];
const request = { model: 'gpt-4o', messages };
const completion = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'gpt-4o-2024-08-06',
  choices: [{ index: 0, message: { role: 'assistant', content: 'canary tweets' }, finish_reason: 'stop' }],
  usage,
};

let application: RunningApplication;
let server: AiProviderServer;
let client: OpenAI;

beforeEach(async () => {
  server = await AiProviderServer.start();
  client = observeOpenAI(newClient());
  await start({ ai: { prices } });
});

afterEach(async () => {
  await closeApplications();
  await server.close();
});

describe('a chat completion', () => {
  beforeEach(() => (server.respond = json(completion)));

  it('is what it would be without being observed, whichever way it is asked for', async () => {
    const plain = newClient();

    const promise = client.chat.completions.create(request);
    expect(promise.constructor).toBe(plain.chat.completions.create(request).constructor);
    expect(await promise).toEqual(await plain.chat.completions.create(request));
    const [both, head] = await Promise.all([client.chat.completions.create(request), promise.asResponse()]);
    expect([both, head.status]).toEqual([completion, 200]);
    const { data, response, request_id: requestId } = await client.chat.completions.create(request).withResponse();
    expect([data, response.status, requestId, Reflect.get(data, '_request_id')]).toEqual([
      completion,
      200,
      'req-1',
      'req-1',
    ]);
    const raw = await client.chat.completions.create(request).asResponse();
    expect([raw.constructor, await raw.json()]).toEqual([Response, completion]);
    expect(new Set(server.requests.map(({ body }) => JSON.stringify(body)))).toEqual(
      new Set([JSON.stringify(request)]),
    );
  });

  it('is counted with its tokens and its cost', async () => {
    await client.chat.completions.create(request);

    await expectFamily({
      'ai_tokens_total{provider="openai",model="gpt-4o",type="prompt"}': 600,
      'ai_tokens_total{provider="openai",model="gpt-4o",type="cached"}': 400,
      'ai_tokens_total{provider="openai",model="gpt-4o",type="completion"}': 200,
      'ai_cost_cents_total{provider="openai",model="gpt-4o",tier="default"}': 0.4,
      'ai_completion_duration_seconds_count{provider="openai",streaming="false"}': 1,
    });
  });

  it('is a span above the HTTP call that it made, and tells nothing of what was said', async () => {
    await client.chat.completions.create(request);

    const { recorder } = application;
    await recorder.waitFor(() => recorder.spans.length >= 2);
    const span = recorder.spans.find(({ name }) => name === 'chat gpt-4o')!;
    const call = recorder.spans.find(({ name }) => name === 'POST')!;
    expect(call.parentSpanContext?.spanId).toBe(span.spanContext().spanId);
    expect(span.events.map(({ name }) => name)).toEqual(['request sent', 'response received']);
    expect(span.attributes).toMatchObject({
      'gen_ai.response.id': 'chatcmpl-1',
      'gen_ai.response.model': 'gpt-4o-2024-08-06',
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.usage.reasoning.output_tokens': 50,
    });
    await expectNoCanary();
  });

  it('is counted once however often the client is observed, and goes on without an application', async () => {
    expect(observeOpenAI(observeOpenAI(client))).toBe(client);
    await client.chat.completions.create(request);
    await expect(application).toHaveSample(
      'ai_completion_duration_seconds_count',
      { provider: 'openai', streaming: 'false' },
      1,
    );

    await application.close();

    expect(await client.chat.completions.create(request)).toEqual(completion);
  });

  it('costs the tier that pays now, of the provider that answers', async () => {
    const free = observeOpenAI(newClient(), { provider: 'groq', tier: () => 'free' });
    const broken = observeOpenAI(newClient(), {
      tier: () => {
        throw new Error('nobody knows');
      },
    });
    await free.chat.completions.create(request);
    await broken.chat.completions.create(request);

    await expect(application).toHaveSample(
      'ai_cost_cents_total',
      { provider: 'groq', model: 'gpt-4o', tier: 'free' },
      0.4,
    );
    await expect(application).toHaveSample(
      'ai_cost_cents_total',
      { provider: 'openai', model: 'gpt-4o', tier: 'default' },
      0.4,
    );
  });

  it('that is taken raw, or that nobody waits for, ends without tokens', async () => {
    await client.chat.completions.create(request).asResponse();
    expect(outcomes()).toEqual(['ok']);
    forget();
    await application.recorder.waitFor(() => server.requests.length === 2);
    await collectGarbage();
    await application.recorder.waitFor(() => outcomes().length === 2);

    expect(outcomes()).toEqual(['ok', 'canceled']);
    const text = await application.scrape();
    expect(text).not.toContain('ai_tokens_total{');
    expect(text).not.toContain('observability_instrument_misuses_total{');
    await expect(application).toHaveSample('ai_unpriced_calls_total', { provider: 'openai', model: 'gpt-4o' }, 2);
  }, 60_000);

  it('is recorded with what was said on demand, tool calls included', async () => {
    const toolCall = { id: 'call-1', type: 'function', function: { name: 'sing', arguments: '{"song":"canary"}' } };
    const answer = { role: 'assistant', content: null, tool_calls: [toolCall] };
    server.respond = json({ ...completion, choices: [{ index: 0, message: answer, finish_reason: 'tool_calls' }] });
    await application.close();
    await start({ ai: { recordContent: true } });
    await client.chat.completions.create(request);

    const { attributes } = application.recorder.spans.find(({ name }) => name === 'chat gpt-4o')!;
    expect(JSON.parse(String(attributes['gen_ai.input.messages']))).toEqual([
      { role: 'user', parts: [{ type: 'text', content: 'Sing a canary song.' }] },
    ]);
    expect(JSON.parse(String(attributes['gen_ai.output.messages']))).toEqual([
      {
        role: 'assistant',
        parts: [{ type: 'tool_call', id: 'call-1', name: 'sing', arguments: '{"song":"canary"}' }],
      },
    ]);
  });

  it('may be of any shape: what cannot be read is a failure of ours and the answer of the caller', async () => {
    for (const body of [null, [], 'text', { choices: 'none', usage: 'some' }, { choices: [null] }]) {
      server.respond = json(body);
      expect(await client.chat.completions.create(request)).toEqual(body);
    }

    expect(outcomes()).toEqual(Array.from({ length: 5 }, () => 'ok'));
  });

  function forget(): void {
    void client.chat.completions.create(request);
  }
});

describe('a chat completion that fails', () => {
  it('rejects as it would, and is counted by the class of the error and not by what it says', async () => {
    server.respond = json({ error: { message: 'canary limit', type: 'requests' } }, 429);
    const once = observeOpenAI(newClient({ maxRetries: 0 }));

    const error = await once.chat.completions.create(request).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({ status: 429, message: '429 canary limit', requestID: 'req-1' });
    await expectFamily({
      'ai_errors_total{provider="openai",error_type="RateLimitError"}': 1,
      'ai_completion_duration_seconds_count{provider="openai",streaming="false"}': 1,
    });
    expect(await application.scrape()).not.toContain('canary');
  });

  it('is one call, whatever the client tries by itself', async () => {
    let tries = 0;
    server.respond = (...args) => (++tries === 1 ? json({ error: {} }, 500) : json(completion))(...args);

    await client.chat.completions.create(request);

    expect([tries, outcomes()]).toEqual([2, ['ok']]);
  });

  it('is counted where nobody answers', async () => {
    const lost = observeOpenAI(newClient({ maxRetries: 0, baseURL: 'http://127.0.0.1:1' }));

    await expect(lost.chat.completions.create(request)).rejects.toBeInstanceOf(APIConnectionError);

    await expect(application).toHaveSample(
      'ai_errors_total',
      { provider: 'openai', error_type: 'APIConnectionError' },
      1,
    );
  });

  it('is canceled, not failed, where the application calls it off', async () => {
    server.respond = () => undefined;
    const abort = new AbortController();
    const asked = client.chat.completions.create(request, { signal: abort.signal });
    await application.recorder.waitFor(() => server.requests.length === 1);

    abort.abort();

    await expect(asked).rejects.toBeInstanceOf(APIUserAbortError);
    expect(outcomes()).toEqual(['canceled']);
    expect(await application.scrape()).not.toContain('ai_errors_total{');
  });
});

describe('a streamed chat completion', () => {
  const deltas = [
    chunk({ role: 'assistant', content: '' }),
    chunk({ content: 'canary ' }),
    chunk({ content: 'tweets' }),
    { ...chunk({}), choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
  ];
  const withUsage = { ...chunk({}), choices: [], usage };
  const streaming = { ...request, stream: true as const };

  it('gives the same chunks in the same order, and begins with its first words', async () => {
    const events = [...deltas, withUsage, '[DONE]'];
    server.respond = stream(events, { pauseMs: 20 });

    expect(await all(await client.chat.completions.create(streaming))).toEqual([...deltas, withUsage]);

    await expectFamily({
      'ai_tokens_total{provider="openai",model="gpt-4o",type="prompt"}': 600,
      'ai_tokens_total{provider="openai",model="gpt-4o",type="cached"}': 400,
      'ai_tokens_total{provider="openai",model="gpt-4o",type="completion"}': 200,
      'ai_cost_cents_total{provider="openai",model="gpt-4o",tier="default"}': 0.4,
      'ai_completion_duration_seconds_count{provider="openai",streaming="true"}': 1,
      'ai_time_to_first_token_seconds_count{provider="openai"}': 1,
    });
    const span = application.recorder.spans.find(({ name }) => name === 'chat gpt-4o')!;
    expect(span.events.map(({ name }) => name)).toEqual(['request sent', 'first token', 'response received']);
    expect(span.attributes).toMatchObject({
      'gen_ai.request.stream': true,
      'gen_ai.response.finish_reasons': ['stop'],
    });
    // The first chunk has no words in it.
    expect(span.attributes['gen_ai.response.time_to_first_chunk']).toBeGreaterThan(0.018);
    await expectNoCanary();
  });

  it('has no tokens unless the request asks for them, and the request is not changed', async () => {
    server.respond = stream([...deltas, '[DONE]']);

    await all(await client.chat.completions.create(streaming));

    expect(server.requests[0]!.body).toEqual(streaming);
    await expectFamily({
      'ai_unpriced_calls_total{provider="openai",model="gpt-4o"}': 1,
      'ai_completion_duration_seconds_count{provider="openai",streaming="true"}': 1,
      'ai_time_to_first_token_seconds_count{provider="openai"}': 1,
    });
  });

  it('is canceled when the reader goes, which also ends the request', async () => {
    server.respond = stream(deltas.slice(0, 2), { end: 'hanging' });

    for await (const { choices } of await client.chat.completions.create(streaming))
      if (choices[0]!.delta.content) break;

    await application.recorder.waitFor(() => server.abortedCount === 1);
    expect(outcomes()).toEqual(['canceled']);
    const span = application.recorder.spans.find(({ name }) => name === 'chat gpt-4o')!;
    expect(span.events.map(({ name }) => name)).toEqual(['request sent', 'first token']);
    expect(span.attributes).toMatchObject({ 'operation.canceled': true, 'gen_ai.response.id': 'chatcmpl-1' });
    expect(await application.scrape()).not.toContain('ai_errors_total{');
  });

  it('went well when the reader goes after it has read why the answer stopped', async () => {
    server.respond = stream(deltas, { end: 'hanging' });

    for await (const { choices } of await client.chat.completions.create(streaming))
      if (choices[0]!.finish_reason) break;

    expect(outcomes()).toEqual(['ok']);
  });

  it('is canceled when its controller is told so, whether or not somebody reads', async () => {
    server.respond = stream(deltas.slice(0, 2), { end: 'hanging' });
    const unread = await client.chat.completions.create(streaming);
    unread.controller.abort();
    expect(outcomes()).toEqual(['canceled']);

    const read = await client.chat.completions.create(streaming);
    const seen = [];
    for await (const part of read) {
      seen.push(part);
      if (seen.length === 2) read.controller.abort();
    }

    expect([seen.length, outcomes()]).toEqual([2, ['canceled', 'canceled']]);
  });

  it('fails when it breaks, with the error that the reader gets', async () => {
    server.respond = stream(deltas.slice(0, 2), { end: 'broken', pauseMs: 20 });

    const error = await all(await client.chat.completions.create(streaming)).catch((thrown: unknown) => thrown);

    expect(String(error)).toBe('TypeError: terminated');
    expect(outcomes()).toEqual(['error']);
    await expect(application).toHaveSample('ai_errors_total', { provider: 'openai', error_type: 'TypeError' }, 1);
  });

  it('fails when the provider says so on the way', async () => {
    server.respond = stream([deltas[1], { error: { message: 'canary overloaded' } }]);

    await expect(all(await client.chat.completions.create(streaming))).rejects.toThrow('canary overloaded');

    await expect(application).toHaveSample('ai_errors_total', { provider: 'openai', error_type: 'APIError' }, 1);
  });

  it('is read once, however it is read: split, as a web stream, or again in vain', async () => {
    server.respond = stream([...deltas, withUsage, '[DONE]']);
    const [left, right] = (await client.chat.completions.create(streaming)).tee();
    expect(await all(left)).toEqual(await all(right));
    const lines = (await client.chat.completions.create(streaming)).toReadableStream();
    expect(await new Response(lines as ReadableStream).text()).toContain('tweets');
    const twice = await client.chat.completions.create(streaming);
    await all(twice);
    await expect(all(twice)).rejects.toThrow('Cannot iterate over a consumed stream');

    expect(outcomes()).toEqual(['ok', 'ok', 'ok']);
    await expect(application).toHaveSample(
      'ai_tokens_total',
      { provider: 'openai', model: 'gpt-4o', type: 'completion' },
      600,
    );
  });

  it('is canceled once nobody can read it any more', async () => {
    server.respond = stream(deltas, { end: 'hanging' });
    await forget();
    await collectGarbage();

    await application.recorder.waitFor(() => outcomes().length === 1);
    expect(outcomes()).toEqual(['canceled']);
    expect(await application.scrape()).not.toContain('observability_instrument_misuses_total{');
  }, 60_000);

  it('is put together where it is recorded', async () => {
    const call = (part: object) => chunk({ tool_calls: [{ index: 0, ...part }] });
    server.respond = stream([
      ...deltas.slice(0, 3),
      call({ id: 'call-1', function: { name: 'sing', arguments: '{"song":' } }),
      call({ function: { arguments: '"canary"}' } }),
      '[DONE]',
    ]);
    await application.close();
    await start({ ai: { recordContent: true } });
    await all(await client.chat.completions.create(streaming));

    const { attributes } = application.recorder.spans.find(({ name }) => name === 'chat gpt-4o')!;
    expect(JSON.parse(String(attributes['gen_ai.output.messages']))).toEqual([
      {
        role: 'assistant',
        parts: [
          { type: 'text', content: 'canary tweets' },
          { type: 'tool_call', id: 'call-1', name: 'sing', arguments: '{"song":"canary"}' },
        ],
      },
    ]);
  });

  it('is put together choice by choice, whose reasons to stop may be said again', async () => {
    const said = (index: number, content: string) => ({
      ...chunk({}),
      choices: [{ index, delta: { content }, finish_reason: 'stop' }],
    });
    server.respond = stream([said(0, 'canary'), said(1, 'robin'), said(0, ' tweets'), said(1, ' sings'), '[DONE]']);
    await application.close();
    await start({ ai: { recordContent: true } });
    await all(await client.chat.completions.create({ ...streaming, n: 2 }));

    const { attributes } = application.recorder.spans.find(({ name }) => name === 'chat gpt-4o')!;
    expect(JSON.parse(String(attributes['gen_ai.output.messages']))[0].parts).toEqual([
      { type: 'text', content: 'canary tweets' },
      { type: 'text', content: 'robin sings' },
    ]);
    expect(attributes['gen_ai.response.finish_reasons']).toEqual(['stop', 'stop']);
  });

  it('is behind the helpers of the client, too', async () => {
    server.respond = stream([...deltas, withUsage, '[DONE]']);
    const helped = client.chat.completions.stream(request);
    const words: string[] = [];
    helped.on('content', (word) => words.push(word));
    expect((await helped.finalChatCompletion()).choices[0]!.message.content).toBe('canary tweets');
    server.respond = json(completion);
    await client.chat.completions.parse(request);

    expect(words).toEqual(['canary ', 'tweets']);
    expect(outcomes()).toEqual(['ok', 'ok']);
    await expect(application).toHaveSample(
      'ai_tokens_total',
      { provider: 'openai', model: 'gpt-4o', type: 'completion' },
      400,
    );
  });

  async function forget(): Promise<void> {
    await client.chat.completions.create(streaming);
  }
});

describe('other APIs of the client', () => {
  const response = {
    id: 'resp-1',
    object: 'response',
    model: 'gpt-4o-2024-08-06',
    status: 'completed',
    output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'canary tweets' }] }],
    usage: {
      input_tokens: 1000,
      input_tokens_details: { cached_tokens: 400 },
      output_tokens: 200,
      output_tokens_details: { reasoning_tokens: 50 },
      total_tokens: 1200,
    },
  };
  const asked = { model: 'gpt-4o', instructions: 'Be a canary.', input: 'Sing.' };

  it('counts responses like chat completions', async () => {
    server.respond = json(response);

    expect((await client.responses.create(asked)).output_text).toBe('canary tweets');

    await expectFamily({
      'ai_tokens_total{provider="openai",model="gpt-4o",type="prompt"}': 600,
      'ai_tokens_total{provider="openai",model="gpt-4o",type="cached"}': 400,
      'ai_tokens_total{provider="openai",model="gpt-4o",type="completion"}': 200,
      'ai_cost_cents_total{provider="openai",model="gpt-4o",tier="default"}': 0.4,
      'ai_completion_duration_seconds_count{provider="openai",streaming="false"}': 1,
    });
    await expectNoCanary();
  });

  it('reads streamed responses by their events', async () => {
    const events = [
      { type: 'response.created', response: { ...response, status: 'in_progress', output: [], usage: null } },
      { type: 'response.output_text.delta', delta: 'canary tweets', item_id: 'm', output_index: 0, content_index: 0 },
      { type: 'response.completed', response },
    ];
    server.respond = stream(events, { named: true });

    expect(await all(await client.responses.create({ ...asked, stream: true }))).toEqual(events);

    await expect(application).toHaveSample(
      'ai_tokens_total',
      { provider: 'openai', model: 'gpt-4o', type: 'completion' },
      200,
    );
    await expect(application).toHaveSample('ai_time_to_first_token_seconds_count', { provider: 'openai' }, 1);
    expect(outcomes()).toEqual(['ok']);
  });

  it('counts a response as failed that says so, although nothing is thrown', async () => {
    server.respond = json({
      ...response,
      status: 'failed',
      error: { code: 'server_error', message: 'canary' },
      usage: null,
    });

    await client.responses.create(asked);

    await expect(application).toHaveSample(
      'ai_errors_total',
      { provider: 'openai', error_type: 'AiResponseFailed' },
      1,
    );
  });

  it('records what is said in responses on demand', async () => {
    server.respond = json(response);
    await application.close();
    await start({ ai: { recordContent: true } });
    await client.responses.create(asked);

    const { attributes } = application.recorder.spans.find(({ name }) => name === 'chat gpt-4o')!;
    expect(JSON.parse(String(attributes['gen_ai.input.messages']))).toEqual([
      { role: 'system', parts: [{ type: 'text', content: 'Be a canary.' }] },
      { role: 'user', parts: [{ type: 'text', content: 'Sing.' }] },
    ]);
    expect(JSON.parse(String(attributes['gen_ai.output.messages']))).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: 'canary tweets' }] },
    ]);
  });

  it('counts embeddings, which only read', async () => {
    await application.close();
    await start({ ai: { prices: { 'text-embedding-3-small': { promptCents: 2 } } } });
    const embedding = Buffer.from(new Float32Array([0.5, 1]).buffer).toString('base64');
    const model = 'text-embedding-3-small';
    server.respond = json({
      object: 'list',
      model,
      data: [{ object: 'embedding', index: 0, embedding }],
      usage: { prompt_tokens: 500_000, total_tokens: 500_000 },
    });

    const { data } = await client.embeddings.create({ model, input: ['canary', 'finch'] });

    expect([...data[0]!.embedding]).toEqual([0.5, 1]);
    await expectFamily({
      'ai_tokens_total{provider="openai",model="text-embedding-3-small",type="prompt"}': 500_000,
      'ai_tokens_total{provider="openai",model="text-embedding-3-small",type="completion"}': 0,
      'ai_cost_cents_total{provider="openai",model="text-embedding-3-small",tier="default"}': 1,
      'ai_completion_duration_seconds_count{provider="openai",streaming="false"}': 1,
    });
    expect(application.recorder).toHaveSpan(`embeddings ${model}`);
  });
});

describe('observeOpenAI', () => {
  it.each([[{}], [{ chat: {} }], [new Map()]])('refuses what is no such client: %p', (stranger) => {
    expect(() => observeOpenAI(stranger)).toThrow(ObservabilityError);
    expect(() => observeOpenAI(stranger)).toThrow(/OBS_ERR_OPTION_INVALID .* Fix: /);
  });

  it('takes a stand-in for the client, whose promises and iterables are plain', async () => {
    const fake = observeOpenAI({
      chat: {
        completions: {
          create: async ({ stream: streams }: { model: string; stream?: boolean }) => (streams ? parts() : completion),
        },
      },
    });
    async function* parts() {
      yield chunk({ content: 'canary' });
    }

    expect(await fake.chat.completions.create({ model: 'gpt-4o' })).toBe(completion);
    expect(
      await all((await fake.chat.completions.create({ model: 'gpt-4o', stream: true })) as AsyncIterable<unknown>),
    ).toHaveLength(1);

    await expect(application).toHaveSample(
      'ai_tokens_total',
      { provider: 'openai', model: 'gpt-4o', type: 'completion' },
      200,
    );
    expect(outcomes()).toEqual(['ok', 'ok']);
  });

  it('gives what it cannot look at as it is', async () => {
    const unreadable = Object.defineProperty({}, Symbol.asyncIterator, {
      get: () => {
        throw new Error('not to be looked at');
      },
    });
    const frozen = Object.freeze({ [Symbol.asyncIterator]: () => parts() });
    const frozenSteps = { [Symbol.asyncIterator]: () => Object.freeze(parts()) };
    const answers: unknown[] = [unreadable, frozen, frozenSteps];
    const fake = observeOpenAI({ chat: { completions: { create: async () => answers.shift() } } });
    async function* parts() {
      yield chunk({ content: 'canary' });
    }

    expect(await fake.chat.completions.create()).toBe(unreadable);
    expect(await fake.chat.completions.create()).toBe(frozen);
    expect(await all((await fake.chat.completions.create()) as AsyncIterable<unknown>)).toHaveLength(1);

    expect(outcomes()).toEqual(['ok', 'ok', 'ok']);
    await expect(application).toHaveSample(
      'observability_handler_failures_total',
      { handler: 'ai', phase: 'answer' },
      3,
    );
  });

  it('tells the instrument it was given', async () => {
    server.respond = json(completion);
    const other = await startApplication({ observability: {} });
    const theirs = observeOpenAI(newClient(), { instrument: other.app.get(AiInstrument) });

    await theirs.chat.completions.create(request);

    expect(outcomes()).toEqual([]);
    await expect(other).toHaveSample(
      'ai_completion_duration_seconds_count',
      { provider: 'openai', streaming: 'false' },
      1,
    );
  });
});

function newClient(options: ConstructorParameters<typeof OpenAI>[0] = {}): OpenAI {
  return new OpenAI({ apiKey: 'sk-canary-0123456789abcdef', baseURL: server.url, ...options });
}

async function start(observability: ObservabilityOptions): Promise<void> {
  application = await startApplication({ observability });
}

function chunk(delta: object): { choices: { index: number; delta: object; finish_reason: string | null }[] } {
  const choices = [{ index: 0, delta, finish_reason: null }];
  const frame = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'gpt-4o-2024-08-06' };
  return { ...frame, choices };
}

function outcomes(): string[] {
  return aiOutcomes(application);
}

/** No other sample of the family, either. */
async function expectFamily(expected: Record<string, number>): Promise<void> {
  expect(await aiSamples(application)).toEqual(expected);
}

async function expectNoCanary(): Promise<void> {
  expect(await everythingTold(application)).not.toContain('canary');
}
