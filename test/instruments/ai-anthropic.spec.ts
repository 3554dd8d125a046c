/** The client of the package @anthropic-ai/sdk against a server that speaks its wire format. */
import Anthropic, { APIUserAbortError, RateLimitError } from '@anthropic-ai/sdk';
import { ObservabilityError } from 'nestjs-observability';
import { observeAnthropic } from 'nestjs-observability/instruments';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';
import '../support/matchers.js';
import { AiProviderServer, json, stream } from './ai-provider-server.js';
import { aiOutcomes, aiSamples, all, everythingTold } from './ai-telemetry.js';

const model = 'claude-sonnet-4-5';
const prices = { [model]: { promptCents: 300, cachedCents: 30, cacheWriteCents: 375, completionCents: 1500 } };
const request = {
  model,
  max_tokens: 100,
  system: 'Be a canary.',
  messages: [{ role: 'user' as const, content: 'Sing.' }],
};
const usage = {
  input_tokens: 100,
  cache_read_input_tokens: 600,
  cache_creation_input_tokens: 300,
  output_tokens: 200,
  output_tokens_details: { thinking_tokens: 50 },
};
const message = {
  id: 'msg-1',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-4-5-20250929',
  content: [{ type: 'text', text: 'canary tweets' }],
  stop_reason: 'end_turn',
  usage,
};
const events = [
  {
    type: 'message_start',
    message: { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } },
  },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'canary ' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'tweets' } },
  { type: 'content_block_stop', index: 0 },
  {
    type: 'message_delta',
    delta: { stop_reason: 'end_turn' },
    usage: { input_tokens: null, cache_read_input_tokens: null, cache_creation_input_tokens: null, output_tokens: 200 },
  },
  { type: 'message_stop' },
];
/** 100 × 300 + 600 × 30 + 300 × 375 + 200 × 1500, per million. */
const cents = 0.4605;
const named = { named: true };

let application: RunningApplication;
let server: AiProviderServer;
let client: Anthropic;

beforeEach(async () => {
  server = await AiProviderServer.start();
  client = observeAnthropic(newClient());
  application = await startApplication({ observability: { ai: { prices } } });
});

afterEach(async () => {
  await closeApplications();
  await server.close();
});

describe('a message', () => {
  beforeEach(() => (server.respond = json(message)));

  it('is what it would be without being observed', async () => {
    const plain = newClient();
    const promise = client.messages.create(request);

    expect(promise.constructor).toBe(plain.messages.create(request).constructor);
    expect(await promise).toEqual(await plain.messages.create(request));
    const { data, response } = await client.messages.create(request).withResponse();
    expect([data, response.status]).toEqual([message, 200]);
    expect(await (await client.messages.create(request).asResponse()).json()).toEqual(message);
    expect(new Set(server.requests.map(({ body }) => JSON.stringify(body)))).toEqual(
      new Set([JSON.stringify(request)]),
    );
  });

  it('counts the tokens of the cache into the prompt, and prices each sort once', async () => {
    await client.messages.create(request);

    expect(await aiSamples(application)).toEqual({
      [`ai_tokens_total{provider="anthropic",model="${model}",type="prompt"}`]: 400,
      [`ai_tokens_total{provider="anthropic",model="${model}",type="cached"}`]: 600,
      [`ai_tokens_total{provider="anthropic",model="${model}",type="completion"}`]: 200,
      [`ai_cost_cents_total{provider="anthropic",model="${model}",tier="default"}`]: cents,
      'ai_completion_duration_seconds_count{provider="anthropic",streaming="false"}': 1,
    });
    expect(application.recorder).toHaveSpan(`chat ${model}`, {
      'gen_ai.provider.name': 'anthropic',
      'gen_ai.response.model': 'claude-sonnet-4-5-20250929',
      'gen_ai.response.finish_reasons': ['end_turn'],
      'gen_ai.usage.input_tokens': 1000,
      'gen_ai.usage.output_tokens': 200,
      'gen_ai.usage.cache_read.input_tokens': 600,
      'gen_ai.usage.cache_creation.input_tokens': 300,
      'gen_ai.usage.reasoning.output_tokens': 50,
    });
    expect(await everythingTold(application)).not.toContain('canary');
  });

  it('is counted through the beta API and the helper that parses, too', async () => {
    await client.beta.messages.create(request);
    await client.messages.parse(request);

    expect(aiOutcomes(application)).toEqual(['ok', 'ok']);
  });

  it('has the only span of its call where the client makes none of its own', async () => {
    const alone = observeAnthropic(newClient({ openTelemetry: false }));
    await alone.messages.create(request);

    await application.recorder.waitFor(({ spans }) => spans.some(({ name }) => name === 'POST'));
    expect(application.recorder.spans.map(({ name }) => name).toSorted()).toEqual(['POST', `chat ${model}`]);
  });

  it('fails as it would, and is counted by the class of the error', async () => {
    server.respond = json({ type: 'error', error: { type: 'rate_limit_error', message: 'canary' } }, 429);
    const once = observeAnthropic(newClient({ maxRetries: 0 }));

    await expect(once.messages.create(request)).rejects.toBeInstanceOf(RateLimitError);

    expect(await aiSamples(application)).toEqual({
      'ai_errors_total{provider="anthropic",error_type="RateLimitError"}': 1,
      'ai_completion_duration_seconds_count{provider="anthropic",streaming="false"}': 1,
    });
  });
});

describe('a streamed message', () => {
  const streamed = {
    [`ai_tokens_total{provider="anthropic",model="${model}",type="prompt"}`]: 400,
    [`ai_tokens_total{provider="anthropic",model="${model}",type="cached"}`]: 600,
    [`ai_tokens_total{provider="anthropic",model="${model}",type="completion"}`]: 200,
    [`ai_cost_cents_total{provider="anthropic",model="${model}",tier="default"}`]: cents,
    'ai_completion_duration_seconds_count{provider="anthropic",streaming="true"}': 1,
    'ai_time_to_first_token_seconds_count{provider="anthropic"}': 1,
  };

  it('gives the same events in the same order, and takes the last sums', async () => {
    server.respond = stream(events, named);

    expect(await all(await client.messages.create({ ...request, stream: true }))).toEqual(events);

    expect(await aiSamples(application)).toEqual(streamed);
    const span = application.recorder.spans.find(({ name }) => name === `chat ${model}`)!;
    expect(span.events.map(({ name }) => name)).toEqual(['request sent', 'first token', 'response received']);
    expect(await everythingTold(application)).not.toContain('canary');
  });

  it('is the same through the helper that gathers it', async () => {
    server.respond = stream(events, named);
    const words: string[] = [];
    const helped = client.messages.stream(request).on('text', (word) => words.push(word));

    expect(await helped.finalText()).toBe('canary tweets');

    expect(words).toEqual(['canary ', 'tweets']);
    expect(await aiSamples(application)).toEqual(streamed);
  });

  it('is canceled when the reader goes, and still owes the tokens that were told', async () => {
    server.respond = stream(events.slice(0, 3), { ...named, end: 'hanging' });

    for await (const { type } of await client.messages.create({ ...request, stream: true }))
      if (type === 'content_block_delta') break;

    await application.recorder.waitFor(() => server.abortedCount === 1);
    expect(aiOutcomes(application)).toEqual(['canceled']);
    expect(await aiSamples(application)).toMatchObject({
      [`ai_tokens_total{provider="anthropic",model="${model}",type="completion"}`]: 1,
    });
  });

  it('is canceled when the helper is aborted', async () => {
    server.respond = stream(events.slice(0, 3), { ...named, end: 'hanging' });
    const helped = client.messages.stream(request);
    helped.on('text', () => helped.abort());

    await expect(helped.done()).rejects.toBeInstanceOf(APIUserAbortError);

    await application.recorder.waitFor(() => aiOutcomes(application).length === 1);
    expect(aiOutcomes(application)).toEqual(['canceled']);
  });

  it('fails when the provider says so on the way', async () => {
    const overloaded = { type: 'error', error: { type: 'overloaded_error', message: 'canary' } };
    server.respond = stream([...events.slice(0, 3), overloaded], named);

    await expect(all(await client.messages.create({ ...request, stream: true }))).rejects.toThrow('canary');

    expect(aiOutcomes(application)).toEqual(['error']);
    expect(await aiSamples(application)).toMatchObject({
      'ai_errors_total{provider="anthropic",error_type="APIError"}': 1,
    });
  });

  it('is recorded with what was said on demand, thoughts and tools apart', async () => {
    const blocks = [
      { type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'Birds?' } },
      {
        type: 'content_block_start',
        index: 1,
        content_block: { type: 'tool_use', id: 'tool-1', name: 'sing', input: {} },
      },
      { type: 'content_block_delta', index: 1, delta: { type: 'input_json_delta', partial_json: '{"song":' } },
      { type: 'content_block_delta', index: 1, delta: { type: 'input_json_delta', partial_json: '1}' } },
    ];
    server.respond = stream([events[0], ...blocks, ...events.slice(5)], named);
    await application.close();
    application = await startApplication({ observability: { ai: { recordContent: true } } });
    await all(await client.messages.create({ ...request, stream: true }));

    const { attributes } = application.recorder.spans.find(({ name }) => name === `chat ${model}`)!;
    expect(JSON.parse(String(attributes['gen_ai.input.messages']))).toEqual([
      { role: 'system', parts: [{ type: 'text', content: 'Be a canary.' }] },
      { role: 'user', parts: [{ type: 'text', content: 'Sing.' }] },
    ]);
    expect(JSON.parse(String(attributes['gen_ai.output.messages']))).toEqual([
      {
        role: 'assistant',
        parts: [
          { type: 'reasoning', content: 'Birds?' },
          { type: 'tool_call', id: 'tool-1', name: 'sing', arguments: '{"song":1}' },
        ],
      },
    ]);
  });
});

it('refuses what is no such client', () => {
  expect(() => observeAnthropic({ chat: {} })).toThrow(ObservabilityError);
  expect(observeAnthropic(client)).toBe(client);
});

function newClient(options: ConstructorParameters<typeof Anthropic>[0] = {}): Anthropic {
  return new Anthropic({ apiKey: 'canary-key', baseURL: server.url, ...options });
}
