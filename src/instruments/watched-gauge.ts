/**
 * A gauge that nobody sets: readers are asked when metrics are read. One that gives no answer, or no number, has no sample, rather
 * than one that was true some time ago.
 */
import { context } from '@opentelemetry/api';
import { suppressTelemetry, type MeterFamily, type MetricDefinition } from '../kernel/index.js';
import { isObject } from './given.js';
import type { InstrumentHost } from './instrument.js';

/** How the numbers of readers that share a label become one. */
export type Combine = (numbers: readonly number[]) => number;

export const sum: Combine = (numbers) => numbers.reduce((total, number) => total + number, 0);
export const highest: Combine = (numbers) => Math.max(...numbers);

export interface WatchedGaugeOptions {
  /** Of the instrument, for warnings. */
  readonly name: string;
  /** With exactly one label. */
  readonly definition: MetricDefinition & { readonly type: 'gauge' };
  readonly combine: Combine;
}

export type ReadNumber<T> = (subject: T) => number | Promise<number>;

interface Watch {
  readonly label: string;
  readonly read: ReadNumber<never>;
  /** What the reader is given; missing where it needs nothing. */
  readonly subject: WeakRef<object> | undefined;
  number: number | undefined;
  /** Who still owes an answer is not asked again. */
  isAsked: boolean;
}

const MAX_WATCHES = 500;

export class WatchedGauge {
  private readonly watches = new Set<Watch>();
  private readonly shown = new Set<string>();
  private family: MeterFamily<'gauge'> | undefined;
  private stopCollecting: () => void = () => undefined;

  constructor(
    private readonly host: InstrumentHost,
    private readonly options: WatchedGaugeOptions,
  ) {}

  /**
   * Returns the undo.
   * @param subject is given to `read`, held weakly, and takes its series along; `read` should not refer to it by itself then
   */
  watch<T extends object>(label: string, read: ReadNumber<T>, subject?: T): () => void {
    this.collectFromNow();
    const reference = isObject(subject) ? new WeakRef(subject) : undefined;
    const watch: Watch = { label, read, subject: reference, number: undefined, isAsked: false };
    if (this.watches.size < MAX_WATCHES) this.watches.add(watch);
    else this.refuse();
    return () => void this.watches.delete(watch);
  }

  close(): void {
    this.stopCollecting();
    this.watches.clear();
  }

  private collectFromNow(): void {
    if (this.family !== undefined) return;
    this.family = this.host.meter.define(this.options.definition);
    this.stopCollecting = this.family.onCollect(() => this.collect(this.family!));
  }

  private refuse(): void {
    const advice = `more than ${MAX_WATCHES} are watched at once; call the undo of what is over`;
    this.host.pipeline.diagnostics.misused(this.options.name, 'too_many_watched', advice);
  }

  private async collect(family: MeterFamily<'gauge'>): Promise<void> {
    // Half of what a scrape waits for it: one that does not answer must not hide the others.
    const patienceMs = this.host.config.metrics.collectTimeoutMs / 2;
    await within(patienceMs, Promise.all([...this.watches].map((watch) => this.ask(watch))));
    const numbers = this.numbersByLabel();
    for (const label of this.shown) if (!numbers.has(label)) this.hide(family, label);
    for (const [label, found] of numbers) this.show(family, label, this.options.combine(found));
  }

  private async ask(watch: Watch): Promise<void> {
    const subject = watch.subject?.deref();
    const isGone = subject === undefined && watch.subject !== undefined;
    if (isGone) this.watches.delete(watch);
    watch.number = undefined;
    if (isGone || watch.isAsked) return;
    watch.isAsked = true;
    try {
      watch.number = await answerOf(watch.read, subject);
    } catch (error) {
      this.host.pipeline.diagnostics.failed(this.options.name, 'watch', error);
    } finally {
      watch.isAsked = false;
    }
  }

  private numbersByLabel(): Map<string, number[]> {
    const numbers = new Map<string, number[]>();
    for (const { label, number } of this.watches)
      if (number !== undefined) numbers.set(label, [...(numbers.get(label) ?? []), number]);
    return numbers;
  }

  private show(family: MeterFamily<'gauge'>, label: string, number: number): void {
    this.shown.add(label);
    family.cell([label]).set(number);
  }

  private hide(family: MeterFamily<'gauge'>, label: string): void {
    this.shown.delete(label);
    family.remove([label]);
  }
}

/** Our own question is not the application's work. */
async function answerOf(read: ReadNumber<never>, subject: object | undefined): Promise<number> {
  const answer = await context.with(suppressTelemetry(context.active()), () => read(subject as never));
  if (Number.isFinite(answer)) return answer;
  throw new TypeError(`a number is expected; got ${typeof answer === 'number' ? answer : typeof answer}`);
}

async function within(patienceMs: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeIsUp = new Promise((resolve) => {
    timer = setTimeout(resolve, patienceMs).unref();
  });
  await Promise.race([work, timeIsUp]);
  clearTimeout(timer);
}
