/**
 * Which operation ran when, so that samples can be told whose they are. While a profile runs, and only then, each asynchronous step
 * that begins and each context that is made current leaves its time and its operation in two arrays.
 */
import { createHook } from 'node:async_hooks';
import { activeContext, operationIn, watchContexts, type Operation } from '../kernel/index.js';
import { ActivityTable, NO_ACTIVITY, type Activity } from './activity-table.js';
import { nowUs } from './monotonic-clock.js';

const INITIAL_SWITCHES = 16_384;
// 12 bytes each. A busy server switches some ten thousand times a second.
const MAX_SWITCHES = 1_048_576;
/** One piece of work often takes several steps in a row, with nothing between them that a sample could meet. */
const MAX_GAP_US = 50;

export class ActivityRecorder {
  private readonly table = new ActivityTable();
  private readonly hook = createHook({ before: () => this.safely(this.before), after: () => this.safely(this.after) });
  private unwatch: () => void = () => undefined;
  private timesUs = new Float64Array(INITIAL_SWITCHES);
  private numbers = new Int32Array(INITIAL_SWITCHES);
  private count = 0;
  private current = NO_ACTIVITY;
  /** Around the step that runs: steps may run inside others. */
  private readonly outer: number[] = [];
  /** From then on nothing more could be remembered. */
  fullSinceUs: number | undefined;

  constructor(private readonly onFailure: (error: unknown) => void) {}

  start(): void {
    this.switchTo(this.numberOfCurrent());
    this.unwatch = watchContexts(() => this.safely(this.changed));
    this.hook.enable();
  }

  stop(): void {
    this.hook.disable();
    this.unwatch();
    this.table.close();
  }

  ended(operation: Operation): void {
    this.table.ended(operation);
  }

  /** The number of what ran then; `NO_ACTIVITY` where that is not known. */
  numberAt(timeUs: number): number {
    if (this.fullSinceUs !== undefined && timeUs >= this.fullSinceUs) return NO_ACTIVITY;
    let [low, high] = [0, this.count];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.timesUs[middle]! <= timeUs) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? NO_ACTIVITY : this.numbers[low - 1]!;
  }

  activity(number: number): Activity | undefined {
    return this.table.activity(number);
  }

  private readonly before = (): void => {
    this.outer.push(this.current);
    this.switchTo(this.numberOfCurrent());
  };

  private readonly after = (): void => this.switchTo(this.outer.pop() ?? NO_ACTIVITY);

  private readonly changed = (): void => this.switchTo(this.numberOfCurrent());

  private numberOfCurrent(): number {
    const operation = operationIn(activeContext());
    return operation === undefined ? NO_ACTIVITY : this.table.numberOf(operation);
  }

  private switchTo(number: number): void {
    if (number === this.current) return;
    this.current = number;
    const timeUs = nowUs();
    if (this.table.isFull) this.fullSinceUs ??= timeUs;
    if (this.isResumed(number, timeUs)) this.count--;
    else this.append(number, timeUs);
  }

  /** Whether the same goes on after next to nothing. */
  private isResumed(number: number, timeUs: number): boolean {
    const { count, numbers } = this;
    if (count < 2 || numbers[count - 1] !== NO_ACTIVITY || numbers[count - 2] !== number) return false;
    return timeUs - this.timesUs[count - 1]! < MAX_GAP_US;
  }

  private append(number: number, timeUs: number): void {
    if (this.count === MAX_SWITCHES) this.fullSinceUs ??= timeUs;
    if (this.fullSinceUs !== undefined) return;
    if (this.count === this.timesUs.length) this.grow();
    this.timesUs[this.count] = timeUs;
    this.numbers[this.count++] = number;
  }

  private grow(): void {
    const { timesUs, numbers } = this;
    this.timesUs = new Float64Array(timesUs.length * 2);
    this.timesUs.set(timesUs);
    this.numbers = new Int32Array(numbers.length * 2);
    this.numbers.set(numbers);
  }

  /** Node ends the process when a hook throws. */
  private safely(note: () => void): void {
    try {
      note();
    } catch (error) {
      this.onFailure(error);
    }
  }
}
