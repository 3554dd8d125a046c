import { funnelOf, type Stage } from './funnel.js';

const stage = (name: string, entered: number): Stage => ({ name, entered, completed: entered, failed: 0, p50Ms: null });
const journey = (...stages: Stage[]) => ({
  name: 'decision',
  started: stages[0]?.entered ?? 0,
  completed: stages.at(-1)?.completed ?? 0,
  abandoned: 0,
  stages,
});

it('A funnel says what share goes on from stage to stage, and where it loses most', () => {
  const { steps, mostEntered, conversion } = funnelOf(
    journey(stage('draft', 100), stage('review', 40), stage('publish', 30)),
  );

  expect(steps.map(({ fromBefore, lost, isWorst }) => ({ fromBefore, lost, isWorst }))).toEqual([
    { fromBefore: null, lost: 0, isWorst: false },
    { fromBefore: 0.4, lost: 60, isWorst: true },
    { fromBefore: 0.75, lost: 10, isWorst: false },
  ]);
  expect({ mostEntered, conversion }).toEqual({ mostEntered: 100, conversion: 0.3 });
});

it('A stage that people come into later can be wider than the one before', () => {
  const { steps, mostEntered, conversion } = funnelOf(
    journey(stage('draft', 10), stage('review', 20), stage('publish', 15)),
  );

  expect(steps[1]).toMatchObject({ fromBefore: 2, lost: -10, isWorst: false });
  expect({ mostEntered, conversion }).toEqual({ mostEntered: 20, conversion: 0.75 });
});

it('A journey that nobody began has no conversion', () => {
  expect(funnelOf(journey(stage('draft', 0), stage('review', 0)))).toMatchObject({ conversion: null, mostEntered: 0 });
});
