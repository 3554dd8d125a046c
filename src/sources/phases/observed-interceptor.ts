/**
 * An interceptor has two halves: until it calls the handler, and from the handler's answer to its own. Each is timed
 * on its own; the handler in between belongs to neither.
 */
import type { CallHandler, ExecutionContext } from '@nestjs/common';
import { context } from '@opentelemetry/api';
import { isObservable, Observable } from 'rxjs';
import {
  beginCall,
  Callsite,
  outcomeOf,
  substitute,
  watchSubscriber,
  type AnyMethod,
  type Outcome,
  type Settlement,
  type SubscriberWatch,
} from '../../kernel/index.js';
import { phaseMeasures } from './phase.metrics.js';

type Answer = Observable<unknown>;
type Intercept = (this: unknown, execution: ExecutionContext, next: CallHandler) => Answer | Promise<Answer>;

interface Halves {
  readonly request: Callsite;
  readonly response: Callsite;
}

/** Gives the wrapper to put in place of `intercept`. */
export function observeIntercept(original: AnyMethod, className: string): AnyMethod {
  const halves = callsites(original, className);
  const intercept = original as unknown as Intercept;
  const observed: Intercept = function (execution, next) {
    const request = beginCall(halves.request, this, [execution, next]);
    if (request === undefined) return intercept.call(this, execution, next);
    return new InterceptorRun(halves, request, this, next).through(intercept, execution);
  };
  return substitute(original, observed as unknown as AnyMethod, halves.request);
}

function callsites(original: AnyMethod, className: string): Halves {
  const request = new Callsite('nest.interceptor', className, 'intercept', original);
  const response = new Callsite('nest.interceptor', className, 'intercept (response)', original);
  // An interceptor that never calls the handler has replaced its answer.
  request.measures = phaseMeasures(className, 'request', ({ outcome }) =>
    outcome === 'canceled' ? 'replace' : 'handle',
  );
  response.measures = phaseMeasures(className, 'response', () => undefined);
  return { request, response };
}

class InterceptorRun {
  private readonly outer = context.active();
  private isRequestOver = false;
  private hasAnswered = false;
  private response: Settlement | undefined;
  private handlerFailure: { readonly error: unknown } | undefined;

  constructor(
    private readonly halves: Halves,
    private readonly request: Settlement,
    private readonly interceptor: unknown,
    private readonly next: CallHandler,
  ) {}

  through(intercept: Intercept, execution: ExecutionContext): Answer | Promise<Answer> {
    try {
      const answer = this.enter(intercept, execution);
      return isThenable(answer) ? this.followPromise(answer) : this.followed(answer);
    } catch (error) {
      this.fail(error);
      throw error;
    }
  }

  private enter(intercept: Intercept, execution: ExecutionContext): Answer | Promise<Answer> {
    const observedNext: CallHandler = { handle: () => this.handle() };
    if (this.request.context === undefined) return intercept.call(this.interceptor, execution, observedNext);
    return context.with(this.request.context, intercept, this.interceptor, execution, observedNext);
  }

  private handle(): Answer {
    this.endRequest('ok');
    const answer = this.callHandler();
    const failed = (error: unknown): void => {
      this.handlerFailure = { error };
      this.beginResponse();
    };
    const begin = this.beginResponse;
    return watched(answer, { next: begin, error: failed, complete: begin });
  }

  /** Its span is a sibling: in the context around the interceptor, unless the interceptor has made one for it. */
  private callHandler(): Answer {
    const { context: ours } = this.request;
    const isUnchanged = ours !== undefined && context.active() === ours;
    return isUnchanged ? context.with(this.outer, () => this.next.handle()) : this.next.handle();
  }

  private async followPromise(answer: Promise<Answer>): Promise<Answer> {
    try {
      return this.followed(await answer);
    } catch (error) {
      this.fail(error);
      throw error;
    }
  }

  private followed(answer: Answer): Answer {
    const end = (): void => this.end('ok');
    // Nest takes all that RxJS makes an Observable of; what is no Observable yet, such as an array, is there at once.
    if (!isObservable(answer)) return (end(), answer);
    const fail = (error: unknown): void => this.fail(error);
    return watched(answer, { next: end, complete: end, error: fail }, () => this.end('canceled'));
  }

  /** The second half begins with the handler's first word and ends with the interceptor's; later ones are streaming. */
  private readonly beginResponse = (): void => {
    if (this.hasAnswered) return;
    this.hasAnswered = true;
    const begin = () => beginCall(this.halves.response, this.interceptor, []);
    // The first word may come from elsewhere, such as another request whose event goes into this stream.
    this.response = context.active() === this.outer ? begin() : context.with(this.outer, begin);
  };

  /** An answer without the handler's replaces it; the handler may be asked as late as the answer is subscribed to. */
  private end(outcome: Outcome): void {
    this.endRequest('canceled');
    this.endResponse(outcome);
  }

  private fail(error: unknown): void {
    if (!this.isRequestOver) return this.endRequest(outcomeOf(error), error);
    // What only passes through is the handler's fault.
    if (this.handlerFailure !== undefined && this.handlerFailure.error === error) return this.endResponse('ok');
    // A timeout comes before any word of the handler.
    this.beginResponse();
    this.endResponse(outcomeOf(error), error);
  }

  /** Once: an interceptor that retries asks for the handler again. */
  private endRequest(outcome: Outcome, error?: unknown): void {
    if (this.isRequestOver) return;
    this.isRequestOver = true;
    this.request.settled(outcome, error);
  }

  private endResponse(outcome: Outcome, error?: unknown): void {
    this.response?.settled(outcome, error);
    this.response = undefined;
  }
}

function watched(answer: Answer, watch: SubscriberWatch, finalize: () => void = () => undefined): Answer {
  return new Observable((subscriber) => {
    watchSubscriber(subscriber, watch);
    answer.subscribe(subscriber);
    subscriber.add(finalize);
  });
}

function isThenable(answer: Answer | Promise<Answer>): answer is Promise<Answer> {
  return typeof (answer as Partial<Promise<Answer>> | undefined)?.then === 'function';
}
