/** Completions told by hand in a real application: every sample, span, log line and event compared with what happened. */
import { Controller, Post } from '@nestjs/common';
import { SpanKind } from '@opentelemetry/api';
import { ObservabilityService, type ObservabilityOptions, type TelemetryEvents } from 'nestjs-observability';
import { AiInstrument, getInstrument, type AiCompletion } from 'nestjs-observability/instruments';
import { setTimeout as wait } from 'node:timers/promises';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';
import { collectGarbage } from '../support/garbage.js';
import '../support/matchers.js';

const prices = {
  'gpt-4o': { promptCents: 250, cachedCents: 125, completionCents: 1000 },
  'azure.ai.openai/gpt-4o': { promptCents: 300, completionCents: 1200 },
  'o4-mini': { promptCents: 110, completionCents: 440, reasoningCents: 880 },
  'claude-sonnet': { promptCents: 300, cachedCents: 30, cacheWriteCents: 375, completionCents: 1500 },
  embedder: { promptCents: 2 },
};

@Controller('questions')
class QuestionsController {
  constructor(private readonly ai: AiInstrument) {}

  @Post()
  async ask(): Promise<string> {
    const completion = this.ai.completion({ provider: 'openai', model: 'gpt-4o', streaming: true, tier: 'team' });
    completion.requestSent();
    await completion.runIn(() => wait(5));
    completion.firstToken();
    completion.firstToken();
    completion.usage({ prompt: 1000, completion: 200, cached: 400 });
    completion.response({ model: 'gpt-4o-2024-08-06', id: 'chatcmpl-1', finishReasons: ['stop'] });
    completion.end();
    return 'answered';
  }
}

afterEach(closeApplications);

let application: RunningApplication;
let ai: AiInstrument;

beforeEach(async () => {
  application = await startApplication({ controllers: [QuestionsController], observability: { ai: { prices } } });
  ai = application.app.get(AiInstrument);
});

describe('a completion', () => {
  it('is a client span below its request, by the names of the GenAI conventions', async () => {
    const { recorder } = application;
    await application.request('/questions', { method: 'POST' });
    await recorder.waitFor(() => recorder.spans.some(({ name }) => name === 'POST /questions'));

    const span = recorder.spans.find(({ name }) => name === 'chat gpt-4o')!;
    const handler = recorder.spans.find(({ name }) => name === 'QuestionsController.ask')!;
    expect(span.kind).toBe(SpanKind.CLIENT);
    expect(span.parentSpanContext?.spanId).toBe(handler.spanContext().spanId);
    expect(span.events.map(({ name }) => name)).toEqual(['request sent', 'first token', 'response received']);
    expect(span.attributes).toEqual({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.request.stream': true,
      'gen_ai.response.model': 'gpt-4o-2024-08-06',
      'gen_ai.response.id': 'chatcmpl-1',
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.response.time_to_first_chunk': expect.any(Number),
      'gen_ai.usage.input_tokens': 1000,
      'gen_ai.usage.output_tokens': 200,
      'gen_ai.usage.cache_read.input_tokens': 400,
      'ai.tier': 'team',
      'ai.cost_cents': 0.4,
    });
  });

  it('is one log line with its tokens, its cost and how soon it began', async () => {
    await application.request('/questions', { method: 'POST' });

    expect(application.recorder).toHaveLogged({
      target: 'AI',
      outcome: 'ok',
      provider: 'openai',
      model: 'gpt-4o',
      streaming: true,
      tier: 'team',
      prompt_tokens: 1000,
      completion_tokens: 200,
      cached_tokens: 400,
      cost_cents: 0.4,
      time_to_first_token_ms: expect.any(Number),
      request_id: expect.any(String),
    });
  });

  it('counts every token once: the cached ones are no prompt tokens, the reasoning ones are completion tokens', async () => {
    end(ai.completion({ provider: 'openai', model: 'gpt-4o' }), {
      prompt: 100,
      completion: 30,
      cached: 60,
      reasoning: 10,
    });

    await expectSamples('ai_tokens_total', [
      [{ ...openai, type: 'prompt' }, 40],
      [{ ...openai, type: 'completion' }, 30],
      [{ ...openai, type: 'cached' }, 60],
    ]);
  });

  it('observes its duration by provider and streaming, and the time to its first token once', async () => {
    await application.request('/questions', { method: 'POST' });
    end(ai.completion({ provider: 'openai', model: 'gpt-4o' }));

    await expectSamples('ai_completion_duration_seconds_count', [
      [{ provider: 'openai', streaming: 'true' }, 1],
      [{ provider: 'openai', streaming: 'false' }, 1],
    ]);
    await expectSamples('ai_time_to_first_token_seconds_count', [[{ provider: 'openai' }, 1]]);
    const text = await application.scrape();
    expect(text).toContain('ai_completion_duration_seconds_bucket{provider="openai",streaming="true",le="81.92"} 1');
    expect(text).toContain('ai_time_to_first_token_seconds_bucket{provider="openai",le="0.01"}');
  });

  it('is told on the bus to whoever listens', async () => {
    const told: TelemetryEvents['ai.completion'][] = [];
    application.app.get(ObservabilityService).on('ai.completion', (event) => told.push(event));
    await application.request('/questions', { method: 'POST' });
    await application.recorder.waitFor(() => told.length === 1);

    const span = application.recorder.spans.find(({ name }) => name === 'chat gpt-4o')!;
    const { traceId, spanId } = span.spanContext();
    expect(told).toEqual([
      {
        traceId,
        spanId,
        requestId: expect.any(String),
        correlationId: expect.any(String),
        provider: 'openai',
        model: 'gpt-4o',
        responseModel: 'gpt-4o-2024-08-06',
        tier: 'team',
        isStreaming: true,
        outcome: 'ok',
        error: undefined,
        usage: { prompt: 1000, completion: 200, cached: 400 },
        costCents: 0.4,
        durationMs: expect.any(Number),
        timeToFirstTokenMs: expect.any(Number),
      },
    ]);
    expect(told[0]!.durationMs).toBeGreaterThanOrEqual(told[0]!.timeToFirstTokenMs!);
  });
});

describe('the cost of a completion', () => {
  it.each([
    ['prompt and completion', 'gpt-4o', { prompt: 1_000_000, completion: 1_000_000 }, 1250],
    ['cached tokens at their own price', 'gpt-4o', { prompt: 1_000_000, completion: 0, cached: 400_000 }, 200],
    ['reasoning at its own price', 'o4-mini', { prompt: 0, completion: 1_000_000, reasoning: 250_000 }, 550],
    ['reasoning as completion without one', 'gpt-4o', { prompt: 0, completion: 1_000_000, reasoning: 250_000 }, 1000],
    [
      'tokens written to the cache',
      'claude-sonnet',
      { prompt: 100, completion: 0, cached: 40, cacheWrite: 50 },
      0.02295,
    ],
    ['a model that only reads', 'embedder', { prompt: 500_000, completion: 0 }, 1],
  ])('has %s', async (_what, model, usage, cents) => {
    end(ai.completion({ provider: 'openai', model, tier: 'free' }), usage);

    await expectSamples('ai_cost_cents_total', [[{ provider: 'openai', model, tier: 'free' }, cents]]);
    expect(await application.scrape()).not.toContain('ai_unpriced_calls_total{');
  });

  it('takes the price of the provider before that of the model, and of the model that answered before the one asked for', async () => {
    const usage = { prompt: 1_000_000, completion: 0 };
    end(ai.completion({ provider: 'azure.ai.openai', model: 'gpt-4o' }), usage);
    const alias = ai.completion({ provider: 'openai', model: 'smartest' });
    alias.response({ model: 'o4-mini' });
    end(alias, usage);

    await expectSamples('ai_cost_cents_total', [
      [{ provider: 'azure.ai.openai', model: 'gpt-4o', tier: 'default' }, 300],
      [{ provider: 'openai', model: 'smartest', tier: 'default' }, 110],
    ]);
  });

  it('is never guessed: without a price, or without tokens, the call is counted as unpriced', async () => {
    end(ai.completion({ provider: 'openai', model: 'gpt-4o-mini' }), { prompt: 10, completion: 10 });
    end(ai.completion({ provider: 'openai', model: 'embedder' }), { prompt: 10, completion: 1 });
    end(ai.completion({ provider: 'openai', model: 'gpt-4o' }));
    ai.completion({ provider: 'openai', model: 'gpt-4o' }).cancel();
    ai.completion({ provider: 'openai', model: 'gpt-4o' }).fail(new Error('refused'));

    await expectSamples('ai_unpriced_calls_total', [
      [{ provider: 'openai', model: 'gpt-4o-mini' }, 1],
      [{ provider: 'openai', model: 'embedder' }, 1],
      [{ provider: 'openai', model: 'gpt-4o' }, 2],
    ]);
    expect(await application.scrape()).not.toContain('ai_cost_cents_total{');
  });

  it('is owed for tokens that were reported before the call failed', async () => {
    const completion = ai.completion({ provider: 'openai', model: 'gpt-4o' });
    completion.usage({ prompt: 1_000_000, completion: 0 });
    completion.fail(new Error('cut off'));

    await expectSamples('ai_cost_cents_total', [[{ ...openai, tier: 'default' }, 250]]);
  });

  it('does not drift over a hundred thousand small calls', async () => {
    await restartWith({ logs: { enabled: false }, traces: { enabled: false }, ai: { prices } });
    let microCents = 0n;
    for (let call = 0; call < 100_000; call++) {
      const [prompt, completion] = [(call * 7) % 991, (call * 13) % 331];
      end(ai.completion({ provider: 'openai', model: 'gpt-4o' }), { prompt, completion, cached: prompt % 5 });
      microCents += BigInt((prompt - (prompt % 5)) * 250 + (prompt % 5) * 125 + completion * 1000);
    }

    const cents = Number((await application.scrape()).match(/^ai_cost_cents_total\{.*\} (.*)$/m)![1]);
    const exact = Number(microCents) / 1e6;
    expect(Math.abs(cents - exact) / exact).toBeLessThan(1e-12);
  }, 30_000);
});

describe('a completion that goes wrong', () => {
  class QuotaExceeded extends Error {}
  const thrower = () => {
    throw new Error('not to be looked at');
  };

  it.each([
    ['the class of the error', new QuotaExceeded('no secret text here'), 'QuotaExceeded'],
    [
      'the class of the status where the error has none of its own',
      Object.assign(new Error('slow down'), { status: 429 }),
      '4xx',
    ],
    ['the class of the status of what is no error', { statusCode: 503, message: 'gone' }, '5xx'],
    ['a name that was given', Object.assign(new Error('x'), { name: 'AI_APICallError' }), 'AI_APICallError'],
    ['that nothing is known', 'plain text', '_OTHER'],
    ['that nothing can be read', new Proxy(new Error('x'), { get: thrower }), '_OTHER'],
  ])('is counted by %s', async (_what, error, errorType) => {
    ai.completion({ provider: 'openai', model: 'gpt-4o' }).fail(error);

    await expectSamples('ai_errors_total', [[{ provider: 'openai', error_type: errorType }, 1]]);
    const span = application.recorder.spans.find(({ name }) => name === 'chat gpt-4o')!;
    expect(span.attributes['error.type']).toBe(errorType);
    expect(outcomes()).toEqual(['error']);
  });

  it('is no error when the application has called it off', async () => {
    const aborted = ai.completion({ provider: 'openai', model: 'gpt-4o' });
    aborted.fail(new DOMException('stop', 'AbortError'));
    ai.completion({ provider: 'openai', model: 'gpt-4o' }).cancel();

    expect(outcomes()).toEqual(['canceled', 'canceled']);
    expect(await application.scrape()).not.toContain('ai_errors_total{');
    await expectSamples('ai_completion_duration_seconds_count', [[{ provider: 'openai', streaming: 'false' }, 2]]);
  });

  it('counts wrong use and records nothing of it', async () => {
    const completion = ai.completion({ provider: 'openai', model: 'gpt-4o' });
    completion.usage({ prompt: 10, completion: 1, cached: 11 });
    completion.usage({ prompt: -1, completion: 1 });
    completion.usage({ prompt: 1, completion: Number.NaN });
    for (const nothing of [undefined, null, { prompt: '1', completion: '1' }, { prompt: 1n, completion: 1n }])
      completion.usage(nothing as never);
    completion.response(undefined);
    completion.end();
    completion.end();
    completion.firstToken();
    completion.usage({ prompt: 1, completion: 1 });
    completion.response({ id: 'late' });

    await expectMisuse('impossible_usage', 7);
    await expectMisuse('closed_twice', 1);
    await expectMisuse('used_after_close', 3);
    const text = await application.scrape();
    expect(text).not.toContain('ai_tokens_total{');
    expect(text).not.toContain('ai_time_to_first_token_seconds_count{');
    await expectSamples('ai_completion_duration_seconds_count', [[{ provider: 'openai', streaming: 'false' }, 1]]);
  });

  it('ends as leaked when its handle is collected, and with the application, which is no leak', async () => {
    forget();
    const open = ai.completion({ provider: 'openai', model: 'gpt-4o' });
    await collectGarbage();
    await expectMisuse('leaked', 1);
    expect(ai.openCount).toBe(1);

    await application.close();

    expect(open.isEnded).toBe(true);
    expect(outcomes()).toEqual(['canceled', 'canceled']);
  }, 60_000);

  function forget(): void {
    ai.completion({ provider: 'openai', model: 'gpt-4o' });
  }
});

describe('prompts and answers', () => {
  const input = [
    { role: 'system', content: 'You are a canary.' },
    { role: 'user', content: 'My password=hunter2 and my card is 4111 1111 1111 1111. Sing a canary song.' },
  ];
  const output = [{ role: 'assistant', content: 'canary tweets' }];

  it('are nowhere unless somebody asks for them', async () => {
    singOnce();

    const { spans, lines } = application.recorder;
    expect(JSON.stringify([spans.map(({ attributes, events }) => [attributes, events]), lines])).not.toContain(
      'canary',
    );
    expect(await application.scrape()).not.toContain('canary');
  });

  it('are on the span when asked for, redacted, in the shape of the conventions', async () => {
    await restartWith({ ai: { recordContent: true } });
    singOnce();

    const { attributes } = application.recorder.spans.find(({ name }) => name === 'chat gpt-4o')!;
    expect(JSON.parse(String(attributes['gen_ai.input.messages']))).toEqual([
      { role: 'system', parts: [{ type: 'text', content: 'You are a canary.' }] },
      {
        role: 'user',
        parts: [{ type: 'text', content: 'My password=[REDACTED] and my card is [REDACTED]. Sing a canary song.' }],
      },
    ]);
    expect(JSON.parse(String(attributes['gen_ai.output.messages']))).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: 'canary tweets' }] },
    ]);
    expect(JSON.stringify(application.recorder.lines)).not.toContain('canary');
    expect(await application.scrape()).not.toContain('canary');
  });

  it('stay within their length: the oldest go first, and the rest is still JSON', async () => {
    await restartWith({ ai: { recordContent: true, maxContentLength: 300 } });
    const completion = ai.completion({
      provider: 'openai',
      model: 'gpt-4o',
      input: [
        ...Array.from({ length: 500 }, () => 'an old one'),
        { role: 'user', content: '"'.repeat(100_000) },
        'the newest',
      ],
    });
    completion.end();

    const json = String(application.recorder.spans[0]!.attributes['gen_ai.input.messages']);
    expect(json.length).toBeLessThanOrEqual(300);
    const messages = JSON.parse(json) as { parts: { content: string }[] }[];
    expect(messages.at(-1)!.parts[0]!.content).toBe('the newest');
    expect(messages.at(-2)!.parts[0]!.content).toMatch(/^"+…$/);
    expect(messages).toHaveLength(2);
  });

  function singOnce(): void {
    const completion = ai.completion({ provider: 'openai', model: 'gpt-4o', input });
    completion.response({ output });
    completion.end();
  }
});

it('is found by code outside the injector, and works without any application', async () => {
  expect(getInstrument(AiInstrument)).toBe(ai);
  await application.close();
  application.recorder.clear();

  end(getInstrument(AiInstrument).completion({ provider: 'openai', model: 'gpt-4o' }), { prompt: 1, completion: 1 });

  expect(application.recorder.operations).toEqual([]);
});

const openai = { provider: 'openai', model: 'gpt-4o' };

async function restartWith(observability: ObservabilityOptions): Promise<void> {
  await application.close();
  application = await startApplication({ observability });
  ai = application.app.get(AiInstrument);
}

function end(completion: AiCompletion, usage?: Parameters<AiCompletion['usage']>[0]): void {
  if (usage !== undefined) completion.usage(usage);
  completion.end();
}

function outcomes(): string[] {
  return application.recorder.operations.filter(({ kind }) => kind === 'ai.completion').map(({ outcome }) => outcome);
}

/** All series of the family, and no other. */
async function expectSamples(name: string, samples: readonly [Record<string, string>, number][]): Promise<void> {
  for (const [labels, value] of samples) await expect(application).toHaveSample(name, labels, value);
  const lines = (await application.scrape()).match(new RegExp(`^${name}\\{`, 'gm')) ?? [];
  expect(lines).toHaveLength(samples.length);
}

async function expectMisuse(misuse: string, count: number): Promise<void> {
  const labels = { instrument: 'ai', misuse };
  await expect(application).toHaveSample('observability_instrument_misuses_total', labels, count);
}
