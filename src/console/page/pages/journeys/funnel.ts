/** A journey as a funnel: what share goes from stage to stage, and where it loses most. */
import type { JourneysAnswer } from '../../../shapes/index.js';

export type Journey = JourneysAnswer['journeys'][number];
export type Stage = Journey['stages'][number];

export interface FunnelStep {
  readonly stage: Stage;
  /** Of those who entered the stage before; null for the first, and where nobody did. */
  readonly fromBefore: number | null;
  /** How many fewer than entered the stage before; below 0 where people come in later. */
  readonly lost: number;
  /** More than any other. */
  readonly isWorst: boolean;
}

export interface Funnel {
  readonly steps: readonly FunnelStep[];
  /** Of the widest stage: bars compare to it. */
  readonly mostEntered: number;
  /** Share of those who came in, at whichever stage; null where nobody did. */
  readonly conversion: number | null;
}

export function funnelOf({ completed, stages }: Journey): Funnel {
  const losses = stages.map(({ entered }, place) => (place === 0 ? 0 : stages[place - 1]!.entered - entered));
  const most = Math.max(0, ...losses);
  const worst = most === 0 ? -1 : losses.indexOf(most);
  return {
    steps: stages.map((stage, place) => ({
      stage,
      fromBefore: place === 0 ? null : share(stage.entered, stages[place - 1]!.entered),
      lost: losses[place]!,
      isWorst: place === worst,
    })),
    mostEntered: Math.max(0, ...stages.map(({ entered }) => entered)),
    conversion: share(completed, cameIn(stages)),
  };
}

/** Those who entered the first stage, and those whom a later one has beyond the stage before it. */
function cameIn(stages: readonly Stage[]): number {
  return stages.reduce((sum, { entered }, place) => sum + Math.max(0, entered - (stages[place - 1]?.entered ?? 0)), 0);
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
