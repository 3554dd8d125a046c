/** The chat as its README has it, with the provider that stands in: words as they come, what they cost, and what goes wrong. */
import { createApplication } from '../../sample/06-ai-chat/application.js';
import type { AiAnswer } from '../../src/console/shapes/index.js';
import { until } from '../console/console-reader.js';
import { platforms } from '../support/application.js';
import { countsOfFamily, samplesOfFamily } from '../support/samples.js';
import { RunningSample } from './running-sample.js';

let chat: RunningSample;

const start = async (platform?: string, variables: Readonly<Record<string, string>> = {}) =>
  (chat = await RunningSample.start(() => createApplication(platform), variables));

afterEach(() => chat.close());

describe.each(platforms)('The chat on %s', (platform) => {
  beforeEach(() => start(platform));

  it('shows its page', async () => {
    expect(await (await chat.request('/')).text()).toContain('<h1>Tea shop</h1>');
  });

  it('answers word by word, and counts tokens, cost by plan and the time to the first word', async () => {
    const answer = await ask('How do I make tea?');
    await ask('How do I make tea?', 'team');

    expect(answer.slice(0, 3)).toEqual(['text: Take ', 'text: a ', 'text: teaspoon ']);
    expect(answer.join('').replaceAll('text: ', '')).toMatch(/^Take a teaspoon .* what is in stock\.$/);
    expect(await countsOfFamily(chat, /^(ai_|sse_events)/)).toEqual({
      'ai_tokens_total{provider="openai",model="leaf-1",type="prompt"}': 31,
      'ai_tokens_total{provider="openai",model="leaf-1",type="completion"}': 36,
      'ai_tokens_total{provider="openai",model="leaf-1",type="cached"}': 0,
      'ai_tokens_total{provider="openai",model="leaf-2",type="prompt"}': 5,
      'ai_tokens_total{provider="openai",model="leaf-2",type="completion"}': 36,
      'ai_tokens_total{provider="openai",model="leaf-2",type="cached"}': 66,
      'ai_cost_cents_total{provider="openai",model="leaf-1",tier="free"}': (31 * 15 + 36 * 60) / 1_000_000,
      'ai_cost_cents_total{provider="openai",model="leaf-2",tier="team"}':
        (5 * 250 + 66 * 125 + 36 * 1_000) / 1_000_000,
      'ai_completion_duration_seconds_count{provider="openai",streaming="true"}': 2,
      'ai_time_to_first_token_seconds_count{provider="openai"}': 2,
      'sse_events_total{stream="/chats/:chatId/questions",outcome="sent"}': 2 * answer.length,
    });
  });

  it('stops paying for an answer when whoever asked has left', async () => {
    const leaving = new AbortController();
    const body = JSON.stringify({ question: 'How do I make tea?' });
    const headers = { 'content-type': 'application/json' };
    const signal = leaving.signal;
    await chat.request('/chats/one/questions', { method: 'POST', headers, body, signal });
    leaving.abort();

    await until(async () => (await calls()).length > 0);
    expect(await calls()).toEqual(['canceled']);
    const [, ...inside] = await chat.spansOf(QUESTION, 6);
    expect(new Set(inside.map(({ status }) => status))).toEqual(new Set(['canceled']));
    expect(await countsOfFamily(chat, /^ai_(errors|unpriced)/)).toEqual({
      'ai_unpriced_calls_total{provider="openai",model="leaf-1"}': 1,
    });
  });
});

describe('The chat', () => {
  beforeEach(() => start());

  it('asks the model twice where it wants to know the stock, with the look-up between', async () => {
    const answer = await ask('Is Darjeeling in stock?');

    expect(answer.join('')).toContain('250 ');
    const names = (await chat.spansOf(QUESTION, 9)).map(({ name }) => name);
    expect(names.slice(0, 3)).toEqual([QUESTION, 'ChatController.ask', 'Assistant.answer']);
    expect(names.slice(3).filter((name) => name !== `${QUESTION} stream`)).toEqual([
      'chat leaf-1',
      'POST',
      'execute_tool stock_of',
      'chat leaf-1',
      'POST',
    ]);
  });

  it('is one call of the model and two requests where the provider is busy and the client tries again', async () => {
    expect((await ask('Are you busy?')).length).toBeGreaterThan(10);

    expect(await countsOfFamily(chat, /^(ai_errors|ai_completion|transport_errors)/)).toEqual({
      'ai_completion_duration_seconds_count{provider="openai",streaming="true"}': 1,
      'transport_errors_total{transport="http",error_type="503"}': 1,
    });
    const spans = await chat.spansOf(QUESTION, 7);
    const call = spans.find(({ name }) => name === 'chat leaf-1')!;
    expect(call.attributes).toMatchObject({
      'gen_ai.usage.input_tokens': expect.any(Number),
      'gen_ai.usage.output_tokens': 36,
      'gen_ai.response.time_to_first_chunk': expect.any(Number),
      'ai.cost_cents': expect.any(Number),
    });
    expect(spans.filter(({ parentSpanId }) => parentSpanId === call.spanId).map(({ status }) => status)).toEqual([
      'error',
      'unset',
    ]);
  });

  it('tells the user of a failure, and counts it by its class', async () => {
    expect(await ask('Is something broken?')).toEqual(['error: The model has no answer. Ask in other words.']);

    expect(await countsOfFamily(chat, /^(ai_errors|journey_stage_(entered|completed))/)).toEqual({
      'ai_errors_total{provider="openai",error_type="BadRequestError"}': 1,
      'journey_stage_entered_total{journey="advice",stage="question"}': 1,
      'journey_stage_entered_total{journey="advice",stage="rating"}': 0,
      'journey_stage_completed_total{journey="advice",stage="question"}': 0,
      'journey_stage_completed_total{journey="advice",stage="rating"}': 0,
    });
  });

  it('follows users from their question to their rating', async () => {
    await ask('How do I make tea?');
    const rated = await chat.post('/chats/one/rating', { rating: 'good' });

    expect(rated.status).toBe(204);
    expect(await countsOfFamily(chat, /^(journey|ratings)/)).toEqual({
      'journey_stage_entered_total{journey="advice",stage="question"}': 1,
      'journey_stage_entered_total{journey="advice",stage="rating"}': 1,
      'journey_stage_completed_total{journey="advice",stage="question"}': 1,
      'journey_stage_completed_total{journey="advice",stage="rating"}': 1,
      'journey_stage_duration_seconds_count{journey="advice",stage="question"}': 1,
      'journey_stage_duration_seconds_count{journey="advice",stage="rating"}': 1,
      'ratings_total{class="ChatController",method="rate",outcome="ok",rating="good"}': 1,
    });
  });
});

describe('The chat with another model', () => {
  it('does not guess the price of a model that has none', async () => {
    await start('express', { OPENAI_MODEL: 'leaf-3-preview' });
    await ask('How do I make tea?');

    expect(await samplesOfFamily(chat, /^ai_(cost|unpriced)/)).toEqual({
      'ai_unpriced_calls_total{provider="openai",model="leaf-3-preview"}': 1,
    });
  });
});

const QUESTION = 'POST /chats/:chatId/questions';

async function calls(): Promise<readonly string[]> {
  return (await chat.console.read<AiAnswer>('ai')).calls.map(({ outcome }) => outcome);
}

/** @returns `text: Take `, event by event */
async function ask(question: string, plan = 'free'): Promise<readonly string[]> {
  const response = await chat.post('/chats/one/questions', { question }, { 'x-plan': plan });
  const events = (await response.text()).matchAll(/^event: (\w+)\n(?:id: .*\n)?data: (.*)$/gm);
  return [...events].map(([, type, data]) => `${type}: ${data}`);
}
