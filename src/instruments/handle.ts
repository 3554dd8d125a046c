/**
 * What an application holds of something open: a session, a child process, a completion. A handle may be closed twice, used
 * after its end or never be closed at all; each is counted and warned about once, and none of it reaches business code.
 */
import { isSpanContextValid, propagation, ROOT_CONTEXT, type Link } from '@opentelemetry/api';
import {
  activeContext,
  spanIn,
  type Attributes,
  type Diagnostics,
  type Operation,
  type OperationEnd,
  type OperationPipeline,
  type OperationStart,
} from '../kernel/index.js';
import { Given } from './given.js';

/** Told once of the end, whichever way it came. */
export type OnEnd = (end: OperationEnd, work: OpenWork) => void;

/** What a handle stands for. */
export interface OpenWork {
  readonly operation: Operation;
  readonly onEnd: OnEnd | undefined;
  /** Ended by the library: that its holder still ends or uses it is no mistake. */
  isTakenBack: boolean;
}

const CANCELED: OperationEnd = { outcome: 'canceled' };

/** The open work of one instrument. It keeps the work and never the handles, so that a forgotten handle is noticed. */
export class HandleKeeper {
  /** Reads what the holders of handles pass. */
  readonly given: Given;
  private readonly open = new Set<OpenWork>();
  private readonly forgotten = new FinalizationRegistry<OpenWork>((work) => this.leaked(work));

  constructor(
    private readonly instrument: string,
    readonly pipeline: OperationPipeline,
  ) {
    this.given = new Given(instrument, pipeline.diagnostics);
  }

  get openCount(): number {
    return this.open.size;
  }

  begin(handle: object, start: OperationStart, onEnd: OnEnd | undefined): OpenWork {
    const work: OpenWork = { operation: this.pipeline.start(start), onEnd, isTakenBack: false };
    this.open.add(work);
    this.forgotten.register(handle, work, work);
    return work;
  }

  end(work: OpenWork, end: OperationEnd): void {
    this.open.delete(work);
    this.forgotten.unregister(work);
    if (work.operation.isEnded) return;
    this.diagnostics.safely(this.instrument, 'end', () => work.onEnd?.(end, work), undefined);
    this.pipeline.end(work.operation, end);
  }

  /** Ends what its holder has not: it is over by itself, or the application stops. */
  takeBack(work: OpenWork, end: OperationEnd = CANCELED): void {
    work.isTakenBack = true;
    this.end(work, end);
  }

  /** Counts that `work` was ended or used after its end. */
  usedLate(work: OpenWork, misuse: Misuse): void {
    if (!work.isTakenBack) this.misused(misuse);
  }

  private misused(misuse: Misuse): void {
    this.diagnostics.misused(this.instrument, misuse, ADVICE[misuse]);
  }

  close(): void {
    for (const work of this.open) this.takeBack(work);
  }

  private leaked(work: OpenWork): void {
    if (work.operation.isEnded) return;
    this.misused('leaked');
    this.end(work, CANCELED);
  }

  private get diagnostics(): Diagnostics {
    return this.pipeline.diagnostics;
  }
}

type Misuse = keyof typeof ADVICE;

const ADVICE = {
  closed_twice: 'a handle was ended again; only its first end counts',
  used_after_close: 'a handle was used after its end; that is recorded nowhere',
  leaked: 'a handle was never ended and has been collected; end it in a finally block',
} as const;

/**
 * Base of every handle. What its start refers to (subject, callbacks) must not refer back to the handle, or it is never
 * collected and its leak never seen.
 *
 * @example
 * ```ts
 * const lines = (handle: Handle): readonly Order[] => {
 *   handle.annotate({ 'import.file': 'orders.csv' });
 *   return handle.runIn(() => orders.open());
 * };
 *
 * lines(getInstrument(SessionsInstrument).open());
 * ```
 */
export abstract class Handle {
  protected readonly work: OpenWork;

  protected constructor(
    protected readonly keeper: HandleKeeper,
    start: OperationStart,
    onEnd?: OnEnd,
  ) {
    this.work = keeper.begin(this, start, onEnd);
  }

  get isEnded(): boolean {
    return this.operation.isEnded;
  }

  /** Runs `work` inside: its spans, queries and log lines are part of this. */
  runIn<T>(work: () => T): T {
    return this.isUsable() ? this.keeper.pipeline.runIn(this.operation, work) : work();
  }

  /** Adds attributes to its span and its log line. */
  annotate(attributes: Attributes): void {
    if (this.isUsable()) this.operation.annotate(this.keeper.given.fields(attributes));
  }

  protected get operation(): Operation {
    return this.work.operation;
  }

  /** Something happened inside, as an event on its span. */
  protected event(name: string, attributes?: Attributes): void {
    this.keeper.pipeline.event(this.operation, attributes === undefined ? { name } : { name, attributes });
  }

  /** False after the end, which is then counted as a misuse. */
  protected isUsable(): boolean {
    if (!this.isEnded) return true;
    this.keeper.usedLate(this.work, 'used_after_close');
    return false;
  }

  /** Whether this was the end; a second one is counted as a misuse. */
  protected end(end: OperationEnd): boolean {
    if (this.isEnded) {
      this.keeper.usedLate(this.work, 'closed_twice');
      return false;
    }
    this.keeper.end(this.work, end);
    return true;
  }
}

/**
 * How something begins that outlives what it was opened in: a trace of its own, with a link to where it was opened. Of the
 * caller's context it keeps the baggage alone: the rest would hold a request for as long as the handle is open.
 */
export function ownTrace(): Pick<OperationStart, 'context' | 'isRoot' | 'links'> {
  const baggage = propagation.getBaggage(activeContext());
  const context = baggage === undefined ? ROOT_CONTEXT : propagation.setBaggage(ROOT_CONTEXT, baggage);
  return { context, isRoot: true, links: linksToCurrent() };
}

function linksToCurrent(): Link[] {
  const spanContext = spanIn(activeContext())?.spanContext();
  return spanContext !== undefined && isSpanContextValid(spanContext) ? [{ context: spanContext }] : [];
}
