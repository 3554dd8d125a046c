/**
 * One reader of the live stream: a place in the batches that all readers share, moved on as fast as it reads. Nothing waits in memory
 * for it; what the others have left behind by the time it reads again is a gap.
 *
 * It is an iterator by hand: a generator that waits for news could not be ended before there is some.
 */
import type { NumberedRing } from '../recorder/numbered-ring.js';
import type { EventStream } from '../resource.js';
import type { LiveEvents } from '../shapes/index.js';
import { eventId, eventText, HEARTBEAT, numberIn } from './live-event.js';

export interface LiveClientOptions {
  readonly processId: string;
  /** Texts of the batches, by number. */
  readonly batches: NumberedRing<string>;
  /** Where it has been before. */
  readonly lastEventId: string | undefined;
  readonly onEnd: () => void;
}

/** Heartbeats that nobody took before a reader counts as gone. */
const MAX_MISSED_BEATS = 4;

export class LiveClient implements EventStream, AsyncIterator<string> {
  /** Number of the last batch it has. */
  private position: number;
  private isGreeted = false;
  private isBeatDue = false;
  private missedBeats = 0;
  private farewell: LiveEvents['bye'] | undefined;
  private isOver = false;
  private waiting: ((result: IteratorResult<string>) => void) | undefined;
  private readonly abortion = new AbortController();

  constructor(private readonly options: LiveClientOptions) {
    const { processId, batches, lastEventId } = options;
    this.position = Math.min(numberIn(lastEventId, processId) ?? batches.last, batches.last);
  }

  /** Aborted where it has to be cut off, since it does not read. */
  get signal(): AbortSignal {
    return this.abortion.signal;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<string>> {
    this.missedBeats = 0;
    const result = this.result();
    if (result !== undefined) return Promise.resolve(result);
    return new Promise((resolve) => (this.waiting = resolve));
  }

  /** The reader has gone. */
  return(): Promise<IteratorResult<string>> {
    this.end();
    this.wake();
    return Promise.resolve(DONE);
  }

  /** There may be something new. */
  wake(): void {
    const { waiting } = this;
    const result = waiting && this.result();
    if (result === undefined) return;
    this.waiting = undefined;
    waiting!(result);
  }

  beat(): void {
    this.isBeatDue = true;
    if (++this.missedBeats > MAX_MISSED_BEATS) this.cutOff();
    else this.wake();
  }

  /** Its last event, once it has had the others. */
  dismiss(because: LiveEvents['bye']['because']): void {
    this.farewell ??= { because };
    this.wake();
  }

  cutOff(): void {
    this.end();
    this.wake();
    this.abortion.abort();
  }

  /** Undefined while there is nothing to say. */
  private result(): IteratorResult<string> | undefined {
    if (this.isOver) return DONE;
    const value = this.news() ?? this.heartbeat() ?? this.bye();
    return value === undefined ? undefined : { value, done: false };
  }

  private news(): string | undefined {
    const { processId, batches } = this.options;
    if (!this.isGreeted) {
      this.isGreeted = true;
      return this.text('hello', { processId, sequence: this.position });
    }
    if (this.position + 1 < batches.first) return this.gap(batches.first - 1);
    return this.position < batches.last ? batches.get(++this.position) : undefined;
  }

  private gap(upTo: number): string {
    const missed = upTo - this.position;
    this.position = upTo;
    return this.text('gap', { batches: missed });
  }

  private heartbeat(): string | undefined {
    const isDue = this.isBeatDue;
    this.isBeatDue = false;
    return isDue ? HEARTBEAT : undefined;
  }

  private bye(): string | undefined {
    if (this.farewell === undefined) return undefined;
    this.end();
    return this.text('bye', this.farewell);
  }

  private end(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.options.onEnd();
  }

  private text<Name extends keyof LiveEvents>(name: Name, data: LiveEvents[Name]): string {
    return eventText(eventId(this.options.processId, this.position), name, data);
  }
}

const DONE: IteratorResult<string> = { value: undefined, done: true };
