/** The `ai` SDK with a provider that speaks OpenAI's wire format, against a real server. */
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { embed, embedMany, generateObject, generateText, jsonSchema, stepCountIs, streamText, tool } from 'ai';
import { aiSdkTelemetry } from 'nestjs-observability/instruments';
import type { ObservabilityOptions } from 'nestjs-observability';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';
import { eventually } from '../support/child-process.js';
import { collectGarbage } from '../support/garbage.js';
import '../support/matchers.js';
import { AiProviderServer, json, stream, usage } from './ai-provider-server.js';
import { aiOutcomes, aiSamples, all, everythingTold } from './ai-telemetry.js';

const prices = {
  'nest/gpt-4o': { promptCents: 250, cachedCents: 125, completionCents: 1000 },
  embedder: { promptCents: 2 },
};
const completion = answer({ role: 'assistant', content: 'canary tweets' }, 'stop');
const deltas = [delta({ role: 'assistant', content: 'canary ' }), delta({ content: 'tweets' }), delta({}, 'stop')];
const prompt = 'Sing a canary song.';

let application: RunningApplication;
let server: AiProviderServer;

beforeEach(async () => {
  server = await AiProviderServer.start();
  await start({ ai: { prices } });
});

afterEach(async () => {
  await closeApplications();
  await server.close();
});

describe('generateText', () => {
  it('is a completion above its HTTP call, with every sample and nothing that was said', async () => {
    server.respond = json(completion);

    const { text } = await generateText({
      model: model(),
      prompt,
      experimental_telemetry: aiSdkTelemetry({ tier: 'team', functionId: 'song', metadata: { bird: 'finch' } }),
    });

    expect(text).toBe('canary tweets');
    expect(await aiSamples(application)).toEqual(samplesOf({ tier: 'team', streaming: false }));
    const { recorder } = application;
    await recorder.waitFor(({ spans }) => spans.some(({ name }) => name === 'POST'));
    const span = recorder.spans.find(({ name }) => name === 'chat gpt-4o')!;
    expect(span.attributes).toMatchObject({
      'gen_ai.provider.name': 'nest',
      'gen_ai.response.id': 'chatcmpl-1',
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.usage.reasoning.output_tokens': 50,
      'ai.telemetry.functionId': 'song',
      'ai.telemetry.metadata.bird': 'finch',
    });
    expect(span.events.map(({ name }) => name)).toEqual(['request sent', 'response received']);
    const call = recorder.spans.find(({ name }) => name === 'POST')!;
    expect(call.parentSpanContext?.spanId).toBe(span.spanContext().spanId);
    expect(await everythingTold(application)).not.toContain('canary');
  });

  it('is a completion for each of its steps, and runs its tools outside of them', async () => {
    const toolCall = { id: 'call-1', type: 'function', function: { name: 'sing', arguments: '{"song":"canary"}' } };
    const answers = [answer({ role: 'assistant', content: null, tool_calls: [toolCall] }, 'tool_calls'), completion];
    server.respond = (...args) => json(answers.shift())(...args);
    const sing = tool({
      inputSchema: jsonSchema<{ song: string }>({ type: 'object', properties: { song: { type: 'string' } } }),
      execute: async () => 'tweet',
    });

    const telemetry = aiSdkTelemetry();
    await generateText({
      model: model(),
      prompt,
      tools: { sing },
      stopWhen: stepCountIs(3),
      experimental_telemetry: telemetry,
    });

    expect(aiOutcomes(application)).toEqual(['ok', 'ok']);
    await expect(application).toHaveSample(
      'ai_tokens_total',
      { provider: 'nest', model: 'gpt-4o', type: 'completion' },
      400,
    );
  });

  it('fails with its error, each try of its own', async () => {
    server.respond = json({ error: { message: 'canary overloaded' } }, 500);

    const asked = generateText({ model: model(), prompt, maxRetries: 0, experimental_telemetry: aiSdkTelemetry() });

    await expect(asked).rejects.toThrow('canary overloaded');
    expect(await aiSamples(application)).toEqual({
      'ai_errors_total{provider="nest",error_type="AI_APICallError"}': 1,
      'ai_completion_duration_seconds_count{provider="nest",streaming="false"}': 1,
    });
    expect(await application.scrape()).not.toContain('canary');
  });

  it('is recorded with what was said on demand', async () => {
    await application.close();
    await start({ ai: { recordContent: true } });
    server.respond = json(completion);

    await generateText({ model: model(), system: 'Be a canary.', prompt, experimental_telemetry: aiSdkTelemetry() });

    const { attributes } = application.recorder.spans.find(({ name }) => name === 'chat gpt-4o')!;
    expect(JSON.parse(String(attributes['gen_ai.input.messages']))).toEqual([
      { role: 'system', parts: [{ type: 'text', content: 'Be a canary.' }] },
      { role: 'user', parts: [{ type: 'text', content: prompt }] },
    ]);
    expect(JSON.parse(String(attributes['gen_ai.output.messages']))).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: 'canary tweets' }] },
    ]);
  });

  it('is canceled where it is aborted', async () => {
    server.respond = () => undefined;
    const abort = new AbortController();
    const asked = generateText({
      model: model(),
      prompt,
      abortSignal: abort.signal,
      experimental_telemetry: aiSdkTelemetry(),
    });
    await application.recorder.waitFor(() => server.requests.length === 1);

    abort.abort();

    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
    expect(aiOutcomes(application)).toEqual(['canceled']);
  });
});

describe('streamText', () => {
  it('is a streamed completion with the time to its first token', async () => {
    server.respond = stream([...deltas, { ...delta({}), choices: [], usage }, '[DONE]']);

    const { textStream } = streamText({ model: model(), prompt, experimental_telemetry: aiSdkTelemetry() });

    expect(await all(textStream)).toEqual(['canary ', 'tweets']);
    await application.recorder.waitFor(() => aiOutcomes(application).length === 1);
    expect(await aiSamples(application)).toEqual({
      ...samplesOf({ tier: 'default', streaming: true }),
      'ai_time_to_first_token_seconds_count{provider="nest"}': 1,
    });
    const span = application.recorder.spans.find(({ name }) => name === 'chat gpt-4o')!;
    expect(span.events.map(({ name }) => name)).toEqual(['request sent', 'first token', 'response received']);
    expect(await everythingTold(application)).not.toContain('canary');
  });

  it('is canceled the moment it is aborted, although the SDK never ends its span', async () => {
    server.respond = stream(deltas.slice(0, 2), { end: 'hanging' });
    const abort = new AbortController();
    const telemetry = aiSdkTelemetry();
    const { textStream } = streamText({
      model: model(),
      prompt,
      abortSignal: abort.signal,
      experimental_telemetry: telemetry,
    });

    for await (const word of textStream) if (word === 'tweets') abort.abort();

    expect(aiOutcomes(application)).toEqual(['canceled']);
    expect(await application.scrape()).not.toContain('ai_errors_total{');
  });

  it('is canceled once nobody can read it any more', async () => {
    server.respond = stream([...Array.from({ length: 100 }, () => deltas[0]), ...deltas, '[DONE]'], { pauseMs: 0 });
    await readOneWord();
    // What the server still sends refers to it, too.
    await eventually(async () => {
      await collectGarbage();
      return aiOutcomes(application).length > 0 ? true : undefined;
    });

    expect(aiOutcomes(application)).toEqual(['canceled']);
    expect(await application.scrape()).not.toContain('observability_instrument_misuses_total{');
  }, 60_000);

  async function readOneWord(): Promise<void> {
    const { textStream } = streamText({ model: model(), prompt, experimental_telemetry: aiSdkTelemetry() });
    const words = textStream[Symbol.asyncIterator]();
    await words.next();
    await words.return!();
  }
});

it('counts objects like texts', async () => {
  server.respond = json(answer({ role: 'assistant', content: '{"song":"canary"}' }, 'stop'));
  const schema = jsonSchema<{ song: string }>({ type: 'object', properties: { song: { type: 'string' } } });

  await generateObject({ model: model(), prompt, schema, experimental_telemetry: aiSdkTelemetry() });

  await expect(application).toHaveSample(
    'ai_tokens_total',
    { provider: 'nest', model: 'gpt-4o', type: 'completion' },
    200,
  );
  expect(await everythingTold(application)).not.toContain('canary');
});

it('counts embeddings, which only read', async () => {
  server.respond = json({
    data: [{ embedding: [0.5], index: 0 }],
    usage: { prompt_tokens: 250_000, total_tokens: 250_000 },
  });
  const embedder = provider().embeddingModel('embedder');

  await embed({ model: embedder, value: 'canary', experimental_telemetry: aiSdkTelemetry() });
  await embedMany({ model: embedder, values: ['canary'], experimental_telemetry: aiSdkTelemetry() });

  expect(await aiSamples(application)).toEqual({
    'ai_tokens_total{provider="nest",model="embedder",type="prompt"}': 500_000,
    'ai_tokens_total{provider="nest",model="embedder",type="completion"}': 0,
    'ai_cost_cents_total{provider="nest",model="embedder",tier="default"}': 1,
    'ai_completion_duration_seconds_count{provider="nest",streaming="false"}': 2,
  });
  expect(application.recorder).toHaveSpan('embeddings embedder');
});

it('works where no application is', async () => {
  await application.close();
  server.respond = json(completion);

  const { text } = await generateText({ model: model(), prompt, experimental_telemetry: aiSdkTelemetry() });

  expect(text).toBe('canary tweets');
});

function provider() {
  return createOpenAICompatible({ name: 'nest', baseURL: server.url, apiKey: 'canary-key', includeUsage: true });
}

function model() {
  return provider()('gpt-4o');
}

async function start(observability: ObservabilityOptions): Promise<void> {
  application = await startApplication({ observability });
}

function answer(message: object, finishReason: string): object {
  const choices = [{ index: 0, message, finish_reason: finishReason }];
  return { id: 'chatcmpl-1', object: 'chat.completion', created: 1, model: 'gpt-4o', choices, usage };
}

function delta(part: object, finishReason: string | null = null): object {
  const choices = [{ index: 0, delta: part, finish_reason: finishReason }];
  return { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'gpt-4o', choices };
}

function samplesOf({ tier, streaming }: { tier: string; streaming: boolean }): Record<string, number> {
  return {
    'ai_tokens_total{provider="nest",model="gpt-4o",type="prompt"}': 600,
    'ai_tokens_total{provider="nest",model="gpt-4o",type="cached"}': 400,
    'ai_tokens_total{provider="nest",model="gpt-4o",type="completion"}': 200,
    [`ai_cost_cents_total{provider="nest",model="gpt-4o",tier="${tier}"}`]: 0.4,
    [`ai_completion_duration_seconds_count{provider="nest",streaming="${streaming}"}`]: 1,
  };
}
