/**
 * Journeys of users through stages, such as a decision that is drafted, reviewed and published: how many enter each stage, how
 * many complete it, and how long that takes. A stage outlives the request that enters it, so it is a trace of its own.
 */
import { ROOT_CONTEXT } from '@opentelemetry/api';
import {
  currentOperation,
  type Diagnostics,
  type MeterFamily,
  type OperationPipeline,
  type OperationScope,
} from '../../kernel/index.js';
import { OVERFLOW_LABEL } from '../../metrics/index.js';
import { ByName } from '../by-name.js';
import { getInstrument } from '../get-instrument.js';
import type { Given } from '../given.js';
import { ownTrace } from '../handle.js';
import { Instrument, type InstrumentHost } from '../instrument.js';
import { journeyMetrics, journeyStageConvention, stagesCompleted, stagesEntered } from './journeys.metrics.js';
import { OpenStages } from './open-stages.js';

/**
 * Which stages a journey has.
 *
 * @example
 * ```ts
 * const options: JourneyOptions = { stages: ['draft', 'review', 'published'] };
 *
 * journey('article', options).enter('draft', 17);
 * ```
 */
export interface JourneyOptions {
  /** Declared ahead, every stage shows from 0 on, and one that is not among them is counted as `_OTHER`. @default any stage */
  readonly stages?: readonly string[];
}

/**
 * Who is in a stage: text or a number that is the same when the stage is left.
 *
 * @example
 * ```ts
 * const key: StageKey = order.id;
 *
 * journey('checkout').abandon('payment', key);
 * ```
 */
export type StageKey = string | number;

/**
 * Business journeys: who enters a stage, who completes it, and how long that takes.
 *
 * @example
 * ```ts
 * const journeys = getInstrument(JourneysInstrument);
 *
 * const checkout = journeys.journey('checkout', { stages: ['basket', 'payment', 'done'] });
 * ```
 */
export class JourneysInstrument extends Instrument {
  static override readonly metrics = journeyMetrics;
  readonly name = 'journeys';
  private readonly meter: JourneyMeter;
  private readonly journeys: ByName<Journey>;

  constructor(host: InstrumentHost) {
    super(host);
    const { meter, pipeline, config } = host;
    host.measure([journeyStageConvention]);
    this.meter = {
      entered: meter.define(stagesEntered),
      completed: meter.define(stagesCompleted),
      open: new OpenStages(pipeline),
    };
    this.journeys = new ByName(
      config.metrics.maxLabelValues,
      (name) => new Journey(name, this.meter, pipeline, this.given),
    );
  }

  /**
   * The same journey for the same name; stages that several places declare add up.
   * @param name a handful of values; becomes a label
   */
  journey(name: string, options?: JourneyOptions): Journey {
    const known = this.journeys.of(this.given.name(name));
    for (const stage of this.stagesOf(options)) known.declare(this.given.name(stage));
    return known;
  }

  override close(): void {
    this.meter.open.close();
  }

  private stagesOf(options: JourneyOptions | undefined): readonly string[] {
    const { stages = [] } = this.given.fields(options);
    if (Array.isArray(stages)) return stages;
    this.given.refuse('invalid_option', '`stages` must be a list of names; any stage is taken');
    return [];
  }
}

/**
 * A journey of the application this code runs in, for code outside Nest's injector: `journey('decision').enter('draft', id)`.
 *
 * @example
 * ```ts
 * journey('checkout').enter('payment', order.id);
 * ```
 */
export function journey(name: string, options?: JourneyOptions): Journey {
  return getInstrument(JourneysInstrument).journey(name, options);
}

interface JourneyMeter {
  readonly entered: MeterFamily<'counter'>;
  readonly completed: MeterFamily<'counter'>;
  readonly open: OpenStages;
}

/**
 * One business journey, by its name.
 * Stages are a handful of values; they become labels. Without a key it is the session, else the user, of the work that is
 * current; where there is neither, stages are counted and not timed.
 *
 * @example
 * ```ts
 * const checkout: Journey = journey('checkout');
 *
 * checkout.enter('payment', order.id);
 * checkout.complete('payment', order.id);
 * ```
 */
export class Journey {
  private readonly declared = new Set<string>();

  constructor(
    private readonly name: string,
    private readonly meter: JourneyMeter,
    private readonly pipeline: OperationPipeline,
    private readonly given: Given,
  ) {}

  /** Who enters a stage again, by the same key, begins it again. */
  enter(stage: string, key?: StageKey): void {
    const labels = this.labelsOf(stage);
    this.meter.entered.cell(labels).add(1);
    const scope = scopeHere();
    const knownKey = this.given.id(key);
    const place = placeOf(labels, knownKey ?? defaultKey(scope));
    if (place === undefined || !this.pipeline.isObserved('journey.stage')) return;
    this.meter.open.enter(place, {
      kind: 'journey.stage',
      name: labels.join('.'),
      labels,
      ...ownTrace(),
      // The request that entered is over long before the stage is, and must not be kept until then.
      context: ROOT_CONTEXT,
      scope: identityOf(scope),
      attributes: { 'journey.name': this.name, 'journey.stage': labels[1], 'journey.key': knownKey },
    });
  }

  /** Counts in any case; the time is known where this process saw the stage being entered. */
  complete(stage: string, key?: StageKey): void {
    const labels = this.labelsOf(stage);
    this.meter.completed.cell(labels).add(1);
    this.leave(labels, key, 'ok');
  }

  /** It will not be completed: its span and its log line end as canceled, and it has no duration. */
  abandon(stage: string, key?: StageKey): void {
    this.leave(this.labelsOf(stage), key, 'canceled');
  }

  /** For the instrument alone. */
  declare(stage: string): void {
    this.declared.add(stage);
    for (const family of [this.meter.entered, this.meter.completed]) family.cell([this.name, stage]).add(0);
  }

  private leave(labels: string[], key: StageKey | undefined, outcome: 'ok' | 'canceled'): void {
    const place = placeOf(labels, this.given.id(key) ?? defaultKey(scopeHere()));
    if (place !== undefined) this.meter.open.leave(place, { outcome });
  }

  private labelsOf(asked: string): string[] {
    const stage = this.given.name(asked);
    if (this.declared.size === 0 || this.declared.has(stage)) return [this.name, stage];
    this.diagnostics.misused(
      'journeys',
      'unknown_stage',
      'a stage was not declared; add it to `stages`, or correct it',
    );
    return [this.name, OVERFLOW_LABEL];
  }

  private get diagnostics(): Diagnostics {
    return this.pipeline.diagnostics;
  }
}

function scopeHere(): OperationScope | undefined {
  const operation = currentOperation();
  operation?.pipeline.identify(operation);
  return operation?.scope;
}

function defaultKey(scope: OperationScope | undefined): string | undefined {
  return scope?.sessionId ?? scope?.userId;
}

function placeOf(labels: readonly string[], key: string | undefined): string | undefined {
  return key === undefined ? undefined : [...labels, key].join('\u0000');
}

function identityOf({ userId, sessionId }: OperationScope = {}): OperationScope {
  return { ...(userId !== undefined && { userId }), ...(sessionId !== undefined && { sessionId }) };
}
