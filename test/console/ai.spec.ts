/** What calls of models add up to in the console: the same as their metrics say. */
import { setTimeout as wait } from 'node:timers/promises';
import { AiInstrument } from 'nestjs-observability/instruments';
import { samplesOf } from 'nestjs-observability/testing';
import type { AiAnswer } from '../../src/console/shapes/index.js';
import { closeApplications } from '../support/application.js';
import { until } from './console-reader.js';
import { openDesk, type Desk } from './open-desk.js';

const prices = {
  'gpt-4o': { promptCents: 250, cachedCents: 125, completionCents: 1000 },
  'claude-sonnet': { promptCents: 300, completionCents: 1500 },
};

afterEach(closeApplications);

async function askModels(desk: Desk): Promise<void> {
  const ai = desk.app.get(AiInstrument);
  for (let round = 0; round < 4; round++) {
    const call = ai.completion({ provider: 'openai', model: 'gpt-4o', streaming: true, tier: 'team' });
    desk.clock.advance(100);
    call.firstToken();
    desk.clock.advance(100 * (round + 1));
    call.usage({ prompt: 1_000, completion: 200, cached: 400 });
    call.end();
  }
  const other = ai.completion({ provider: 'anthropic', model: 'claude-sonnet' });
  desk.clock.advance(500);
  other.usage({ prompt: 10_000, completion: 1_000 });
  other.end();
  const unpriced = ai.completion({ provider: 'local', model: 'llama' });
  unpriced.usage({ prompt: 50, completion: 5 });
  unpriced.end();
  ai.completion({ provider: 'openai', model: 'gpt-4o', tier: 'team' }).fail(new Error('overloaded'));
}

/** Events are told after the work that they happened in. */
async function answerOf(desk: Desk, calls: number): Promise<AiAnswer> {
  let answer!: AiAnswer;
  await until(async () => (answer = await desk.console.read<AiAnswer>('ai')).calls.length === calls);
  return answer;
}

it('adds up calls, tokens, cost and latency by model, and lists the newest calls', async () => {
  const desk = await openDesk({ observability: { ai: { prices } } });
  await askModels(desk);

  const { models, unpricedCalls, calls } = await answerOf(desk, 7);

  expect(models).toEqual([
    expect.objectContaining({ model: 'claude-sonnet', calls: 1, promptTokens: 10_000, costCents: 4.5, p50Ms: 500 }),
    {
      provider: 'openai',
      model: 'gpt-4o',
      tier: 'team',
      calls: 5,
      errors: 1,
      promptTokens: 4_000,
      completionTokens: 800,
      cachedTokens: 1_600,
      costCents: expect.closeTo(1.6, 9) as number,
      p50Ms: 300,
      p95Ms: 500,
      firstTokenP50Ms: 100,
    },
    expect.objectContaining({ provider: 'local', model: 'llama', tier: 'default', costCents: null }),
  ]);
  expect(unpricedCalls).toBe(1);
  expect(calls.map(({ model, outcome }) => [model, outcome]).slice(0, 3)).toEqual([
    ['gpt-4o', 'error'],
    ['llama', 'ok'],
    ['claude-sonnet', 'ok'],
  ]);
  expect(calls[2]).toMatchObject({
    durationMs: 500,
    firstTokenMs: null,
    promptTokens: 10_000,
    completionTokens: 1_000,
    costCents: 4.5,
    traceId: expect.stringMatching(/^[\da-f]{32}$/) as string,
    hasContent: false,
  });
});

it('says what the metrics say', async () => {
  const desk = await openDesk({ observability: { ai: { prices } } });
  await desk.console.read('ai');
  await askModels(desk);
  desk.clock.advance(10_000);

  const { models, unpricedCalls, history } = await answerOf(desk, 7);

  const page = await desk.scrape();
  const sum = (name: string): number => samplesOf(page, name).reduce((total, { value }) => total + value, 0);
  const total = (of: (model: AiAnswer['models'][number]) => number): number =>
    models.reduce((all, model) => all + of(model), 0);
  expect(total(({ promptTokens, completionTokens }) => promptTokens + completionTokens)).toBe(sum('ai_tokens_total'));
  expect(total(({ costCents }) => costCents ?? 0)).toBeCloseTo(sum('ai_cost_cents_total'), 9);
  expect(unpricedCalls).toBe(sum('ai_unpriced_calls_total'));
  expect(history.callsPerMinute.at(-1)).toBe(7);
  expect(history.tokensPerMinute.at(-1)).toBe(sum('ai_tokens_total'));
  expect(history.costCentsPerMinute.at(-1)).toBeCloseTo(sum('ai_cost_cents_total'), 4);
});

it('knows which calls have their messages, and never has them itself', async () => {
  const desk = await openDesk({ observability: { ai: { prices, recordContent: true } } });
  const call = desk.app
    .get(AiInstrument)
    .completion({ provider: 'openai', model: 'gpt-4o', input: ['my secret plan'] });
  call.end();

  const answer = await answerOf(desk, 1);

  expect(answer.calls[0]!.hasContent).toBe(true);
  expect(JSON.stringify(answer)).not.toContain('secret plan');
});

it('keeps a bounded number of calls and models', async () => {
  const desk = await openDesk({ observability: { ai: { prices } } });
  const ai = desk.app.get(AiInstrument);
  for (let index = 0; index < 300; index++) {
    ai.completion({ provider: 'openai', model: `model-${index}` }).end();
    if (index % 50 === 0) await wait(1);
  }

  const { models, calls } = await answerOf(desk, 100);

  expect(calls[0]!.model).toBe('model-299');
  expect(models).toHaveLength(101);
  expect(models.find(({ model }) => model === '_OTHER')!.calls).toBe(200);
});
