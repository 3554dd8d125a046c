/** Stages that are entered, completed, or never completed. */
import { JourneysInstrument } from 'nestjs-observability/instruments';
import { openAndShut } from './open-and-shut.js';
import type { StartWork } from './work.js';

const JOURNEY = 'signup';
const STAGES = ['form', 'mail', 'payment'] as const;

interface Passage {
  readonly stage: string;
  readonly key: string;
  isCompleted: boolean;
}

export const journeys: StartWork = ({ app, ledger, dice }) => {
  const journey = app.get(JourneysInstrument).journey(JOURNEY, { stages: STAGES });
  let keys = 0;
  return openAndShut<Passage>(dice, {
    open: () => {
      const [stage, key] = [dice.pick(STAGES), `user-${++keys}`];
      journey.enter(stage, key);
      ledger.note('journey_stage_entered_total', { journey: JOURNEY, stage });
      return { stage, key, isCompleted: false };
    },
    ends: [
      ({ stage, key }) => journey.abandon(stage, key),
      (passage) => {
        passage.isCompleted = true;
        journey.complete(passage.stage, passage.key);
        ledger.note('journey_stage_completed_total', { journey: JOURNEY, stage: passage.stage });
      },
    ],
    ended: ({ stage, isCompleted }, seen) => {
      if (isCompleted) ledger.lasted('journey_stage_duration_seconds', { journey: JOURNEY, stage }, seen);
    },
  });
};
