/** Journeys through stages in a real application: who entered, who completed, and how long it took. */
import { Controller, Param, Post } from '@nestjs/common';
import { OperationPipeline, type Operation } from 'nestjs-observability';
import { journey, JourneysInstrument, type Journey } from 'nestjs-observability/instruments';
import { ManualClock } from 'nestjs-observability/testing';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';
import { samplesOfFamily } from '../support/samples.js';
import { collectGarbage } from '../support/garbage.js';
import '../support/matchers.js';

const clock = new ManualClock();

/** Decisions that are drafted and reviewed; who is in a stage is the session of the request. */
@Controller('decisions')
class DecisionsController {
  private readonly journey: Journey;

  constructor(journeys: JourneysInstrument) {
    this.journey = journeys.journey('decision', { stages: ['draft', 'review'] });
  }

  @Post(':stage')
  enter(@Param('stage') stage: string): void {
    this.journey.enter(stage);
  }

  @Post(':stage/completed')
  complete(@Param('stage') stage: string): void {
    this.journey.complete(stage);
  }
}

const family = /^journey_/;
const observability = {
  plugins: [{ name: 'clock', clock }],
  identify: ({ headers }: { headers: Record<string, unknown> }) => ({
    ...(typeof headers['x-session'] === 'string' && { sessionId: headers['x-session'] }),
    ...(typeof headers['x-user'] === 'string' && { userId: headers['x-user'] }),
  }),
};
let application: RunningApplication;
let journeys: JourneysInstrument;

beforeEach(async () => {
  application = await startApplication({ controllers: [DecisionsController], observability });
  journeys = application.app.get(JourneysInstrument);
});
afterEach(closeApplications);

function post(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return application.request(`/decisions/${path}`, { method: 'POST', headers });
}

describe('a stage', () => {
  it('is timed from the request that enters it to the one that completes it, by session, else by user', async () => {
    await post('draft', { 'x-session': 's-1', 'x-user': 'ada' });
    await post('draft', { 'x-user': 'grace' });
    clock.advance(60_000);
    await post('draft/completed', { 'x-session': 's-1', 'x-user': 'ada' });
    clock.advance(30_000);
    await post('draft/completed', { 'x-user': 'grace' });
    await post('review', { 'x-session': 's-1' });

    expect(await samplesOfFamily(application, family)).toEqual({
      'journey_stage_entered_total{journey="decision",stage="draft"}': 2,
      'journey_stage_entered_total{journey="decision",stage="review"}': 1,
      'journey_stage_completed_total{journey="decision",stage="draft"}': 2,
      'journey_stage_completed_total{journey="decision",stage="review"}': 0,
      'journey_stage_duration_seconds_count{journey="decision",stage="draft"}': 2,
      'journey_stage_duration_seconds_sum{journey="decision",stage="draft"}': 60 + 90,
    });
  });

  it('is a trace of its own with a link to the request that entered it, and one log line', async () => {
    await post('draft', { 'x-session': 's-1', 'x-user': 'ada' });
    clock.advance(1500);
    await post('draft/completed', { 'x-session': 's-1' });

    const { recorder } = application;
    await recorder.waitFor(() => recorder.spans.some(({ name }) => name === 'DecisionsController.complete'));
    const stage = recorder.spans.find(({ name }) => name === 'decision.draft')!;
    const handler = recorder.spans.find(({ name }) => name === 'DecisionsController.enter')!;
    expect(stage.attributes).toEqual({
      'journey.name': 'decision',
      'journey.stage': 'draft',
      'session.id': 's-1',
      'user.id': 'ada',
    });
    expect(stage.parentSpanContext).toBeUndefined();
    expect(stage.links.map(({ context }) => context.spanId)).toEqual([handler.spanContext().spanId]);
    expect(recorder).toHaveLogged({
      target: 'Journey',
      message: 'decision.draft ok 1500.0 ms',
      session_id: 's-1',
      user_id: 'ada',
    });
  });

  it('is counted and not timed where nobody says who is in it', async () => {
    await post('draft');
    await post('draft/completed');

    expect(await samplesOfFamily(application, family)).toEqual({
      'journey_stage_entered_total{journey="decision",stage="draft"}': 1,
      'journey_stage_completed_total{journey="decision",stage="draft"}': 1,
      'journey_stage_entered_total{journey="decision",stage="review"}': 0,
      'journey_stage_completed_total{journey="decision",stage="review"}': 0,
    });
    expect(stages()).toEqual([]);
  });

  it('that was entered in another process is counted when it is completed, which is no misuse', async () => {
    journeys.journey('decision').complete('draft', 'elsewhere');

    expect(await samplesOfFamily(application, family)).toMatchObject({
      'journey_stage_entered_total{journey="decision",stage="draft"}': 0,
      'journey_stage_completed_total{journey="decision",stage="draft"}': 1,
    });
    expect(await misuses()).toEqual({});
  });

  it('begins again for who enters it again', async () => {
    const order = journeys.journey('order');
    order.enter('basket', 7);
    clock.advance(5000);
    order.enter('basket', 7);
    clock.advance(2000);
    order.complete('basket', 7);
    order.complete('basket', 7);

    expect(await samplesOfFamily(application, /^journey_.*/)).toMatchObject({
      'journey_stage_entered_total{journey="order",stage="basket"}': 2,
      'journey_stage_completed_total{journey="order",stage="basket"}': 2,
      'journey_stage_duration_seconds_count{journey="order",stage="basket"}': 1,
      'journey_stage_duration_seconds_sum{journey="order",stage="basket"}': 2,
    });
    expect(stages()).toEqual(['order.basket canceled', 'order.basket ok']);
  });

  it('that is abandoned has neither been completed nor a duration', async () => {
    const order = journeys.journey('order');
    order.enter('basket', 7);
    order.abandon('basket', 7);
    order.abandon('basket', 7);

    expect(await samplesOfFamily(application, /^journey_.*/)).toEqual({
      'journey_stage_entered_total{journey="order",stage="basket"}': 1,
      'journey_stage_entered_total{journey="decision",stage="draft"}': 0,
      'journey_stage_entered_total{journey="decision",stage="review"}': 0,
      'journey_stage_completed_total{journey="decision",stage="draft"}': 0,
      'journey_stage_completed_total{journey="decision",stage="review"}': 0,
    });
    expect(stages()).toEqual(['order.basket canceled']);
  });

  it('that was not declared is a misuse, and folds', async () => {
    const decision = journeys.journey('decision');
    decision.enter('drfat', 7);
    clock.advance(1000);
    decision.complete('drfat', 7);

    expect(await samplesOfFamily(application, /^journey_.*/)).toMatchObject({
      'journey_stage_entered_total{journey="decision",stage="_OTHER"}': 1,
      'journey_stage_completed_total{journey="decision",stage="_OTHER"}': 1,
      'journey_stage_duration_seconds_sum{journey="decision",stage="_OTHER"}': 1,
    });
    expect(await misuses()).toEqual({
      'observability_instrument_misuses_total{instrument="journeys",misuse="unknown_stage"}': 2,
    });
    expect(application.recorder.lines.filter(({ level }) => level === 'WARN')).toHaveLength(1);
  });

  it('may be declared by several places', () => {
    const decision = journeys.journey('decision', { stages: ['publish'] });
    decision.enter('publish', 1);
    decision.enter('draft', 1);

    expect(journeys.journey('decision')).toBe(decision);
    expect(application.recorder.started.filter((start) => start.startsWith('journey.stage'))).toEqual([
      'journey.stage decision.publish',
      'journey.stage decision.draft',
    ]);
  });
});

describe('open stages', () => {
  it('are bounded: the oldest is let go as canceled, and counted', async () => {
    const order = journeys.journey('order');
    for (let key = 0; key < 10_003; key++) order.enter('basket', key);
    order.complete('basket', 2);
    clock.advance(4000);
    order.complete('basket', 3);

    expect(await samplesOfFamily(application, /^journey_.*order|^journey_stage_duration/)).toMatchObject({
      'journey_stage_duration_seconds_count{journey="order",stage="basket"}': 1,
    });
    expect(stages()).toEqual([...Array.from({ length: 3 }, () => 'order.basket canceled'), 'order.basket ok']);
    const labels = { signal: 'journeys', reason: 'too_many_open' };
    await expect(application).toHaveSample('observability_dropped_total', labels, 3);
  });

  it('keep nothing of the work that entered them', async () => {
    const entering = enterInRequest(journeys.journey('order'));
    await collectGarbage();

    expect(entering.deref()).toBeUndefined();
  }, 60_000);

  it('end with the application', async () => {
    journeys.journey('order').enter('basket', 7);
    await application.close();

    expect(stages()).toEqual(['order.basket canceled']);
  });
});

it('is at hand outside the injector', () => {
  expect(journey('decision')).toBe(application.app.get(JourneysInstrument).journey('decision'));
});

it('works the same where observability is off', async () => {
  const off = await startApplication({ controllers: [DecisionsController], observability: { enabled: false } });

  expect((await off.request('/decisions/draft', { method: 'POST' })).status).toBe(201);
  off.app.get(JourneysInstrument).journey('decision').complete('draft', 7);
  expect(off.recorder.started).toEqual([]);
});

/** As a request that enters a stage and is over. */
function enterInRequest(entered: Journey): WeakRef<Operation> {
  const pipeline = application.app.get(OperationPipeline);
  const request = pipeline.start({ kind: 'http.server', name: 'POST /baskets', scope: { sessionId: 's-1' } });
  pipeline.runIn(request, () => entered.enter('basket'));
  pipeline.end(request, { outcome: 'ok' });
  application.recorder.clear();
  return new WeakRef(request);
}

function stages(): string[] {
  const { operations } = application.recorder;
  return operations.flatMap(({ kind, name, outcome }) => (kind === 'journey.stage' ? [`${name} ${outcome}`] : []));
}

function misuses(): Promise<Readonly<Record<string, number>>> {
  return samplesOfFamily(application, /^observability_instrument_misuses_total/);
}
