/** `GET journeys`: how far each journey comes, stage by stage in the order in which they are reached. */
import { HistogramCell, type CounterCell, type MetricRegistry } from '../../metrics/index.js';
import type { AbandonedStages } from '../recorder/abandoned-stages.js';
import { histogramQuantile } from '../recorder/series/histogram-quantile.js';
import type { ConsoleResource } from '../resource.js';
import type { JourneysAnswer } from '../shapes/index.js';

type JourneyRow = JourneysAnswer['journeys'][number];
type StageRow = JourneyRow['stages'][number];

const ENTERED = 'journey_stage_entered_total';
const COMPLETED = 'journey_stage_completed_total';
const DURATION = 'journey_stage_duration_seconds';

export class JourneysResource implements ConsoleResource {
  readonly name = 'journeys';

  constructor(
    private readonly registry: MetricRegistry,
    private readonly abandoned: Pick<AbandonedStages, 'countOf'>,
  ) {}

  read(): Omit<JourneysAnswer, 'version'> {
    return { journeys: [...this.stagesByJourney()].map(([name, stages]) => this.journey(name, stages)) };
  }

  /** Series stand in the order in which they were declared, or entered first. */
  private stagesByJourney(): ReadonlyMap<string, readonly string[]> {
    const stages = new Map<string, string[]>();
    for (const { labelValues } of this.registry.find(ENTERED)?.cells() ?? []) {
      const [journey = '', stage = ''] = labelValues;
      stages.set(journey, [...(stages.get(journey) ?? []), stage]);
    }
    return stages;
  }

  private journey(name: string, stageNames: readonly string[]): JourneyRow {
    const stages = stageNames.map((stage) => this.stage([name, stage]));
    return {
      name,
      started: stages[0]?.entered ?? 0,
      completed: this.countOf(COMPLETED, [name, stageNames.at(-1) ?? '']),
      abandoned: stages.reduce((sum, { failed }) => sum + failed, 0),
      stages,
    };
  }

  private stage(labels: readonly string[]): StageRow {
    return {
      name: labels[1]!,
      entered: this.countOf(ENTERED, labels),
      completed: this.countOf(COMPLETED, labels),
      failed: this.abandoned.countOf(labels),
      p50Ms: this.medianMs(labels),
    };
  }

  private countOf(metric: string, labels: readonly string[]): number {
    return (this.cellOf(metric, labels) as CounterCell | undefined)?.value ?? 0;
  }

  private medianMs(labels: readonly string[]): number | null {
    const cell = this.cellOf(DURATION, labels);
    const seconds = cell instanceof HistogramCell ? histogramQuantile(0.5, cell.bounds, cell.counts) : null;
    return seconds === null ? null : seconds * 1000;
  }

  /** Looks only: a series that is not there is not made. */
  private cellOf(metric: string, labels: readonly string[]): object | undefined {
    const family = this.registry.find(metric);
    return family?.series(family.labelNames).lookUp(labels);
  }
}
