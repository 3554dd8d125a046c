/** How far journeys come, from a real application's stages. */
import { JourneysInstrument } from 'nestjs-observability/instruments';
import type { JourneysAnswer } from '../../src/console/shapes/index.js';
import { closeApplications } from '../support/application.js';
import { openDesk, type Desk } from './open-desk.js';

afterEach(closeApplications);

const answerOf = (desk: Desk): Promise<JourneysAnswer> => desk.console.read<JourneysAnswer>('journeys');

it('shows each stage in the order of its journey: entered, completed, given up, and how long it took', async () => {
  const desk = await openDesk({});
  const journey = desk.app.get(JourneysInstrument).journey('decision', { stages: ['draft', 'review', 'publish'] });
  for (let index = 0; index < 5; index++) journey.enter('draft', index);
  desk.clock.advance(60_000);
  for (let index = 0; index < 4; index++) journey.complete('draft', index);
  for (let index = 0; index < 4; index++) journey.enter('review', index);
  journey.abandon('draft', 4);
  journey.complete('review', 0);
  journey.enter('publish', 0);
  journey.complete('publish', 0);

  const { journeys } = await answerOf(desk);

  const stage = (name: string, entered: number, completed: number, failed: number): object => ({
    name,
    entered,
    completed,
    failed,
    p50Ms: expect.any(Number) as number,
  });
  expect(journeys).toEqual([
    {
      name: 'decision',
      started: 5,
      completed: 1,
      abandoned: 1,
      stages: [stage('draft', 5, 4, 1), stage('review', 4, 1, 0), stage('publish', 1, 1, 0)],
    },
  ]);
  // A minute falls into the bucket from 30 to 60 seconds.
  expect(journeys[0]!.stages[0]!.p50Ms).toBeGreaterThan(30_000);
  expect(journeys[0]!.stages[0]!.p50Ms).toBeLessThanOrEqual(60_000);
});

it('shows a declared journey before anybody has begun it, and stages nobody declared as they are reached', async () => {
  const desk = await openDesk({});
  const journeys = desk.app.get(JourneysInstrument);
  journeys.journey('sale', { stages: ['basket', 'paid'] });
  journeys.journey('visit').enter('landing', 1);
  journeys.journey('visit').enter('search', 1);

  const answer = await answerOf(desk);

  expect(answer.journeys.map(({ name, started, stages }) => [name, started, stages.map((one) => one.name)])).toEqual([
    ['sale', 0, ['basket', 'paid']],
    ['visit', 1, ['landing', 'search']],
  ]);
});

it('has nothing to show where nobody uses journeys', async () => {
  const desk = await openDesk({});

  expect(await answerOf(desk)).toEqual({ version: 1, journeys: [] });
});
