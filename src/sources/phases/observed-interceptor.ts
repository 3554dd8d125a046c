/**
 * An interceptor has two halves: until it calls the handler, and from the handler's answer to its own. Each is timed
 * on its own; the handler in between belongs to neither.
 */
import type { CallHandler, ExecutionContext } from '@nestjs/common';
import { context } from '@opentelemetry/api';
import { isObservable, tap, type Observable } from 'rxjs';
import {
  beginCall,
  Callsite,
  outcomeOf,
  substitute,
  type AnyMethod,
  type Outcome,
  type Settlement,
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
  private hasHandled = false;
  private hasAnswered = false;
  private response: Settlement | undefined;

  constructor(
    private readonly halves: Halves,
    private readonly request: Settlement,
    private readonly interceptor: unknown,
    private readonly next: CallHandler,
  ) {}

  through(intercept: Intercept, execution: ExecutionContext): Answer | Promise<Answer> {
    try {
      const answer = this.enter(intercept, execution);
      return isObservable(answer) ? this.followed(answer) : this.followPromise(answer);
    } catch (error) {
      this.endRequest(error);
      throw error;
    }
  }

  private enter(intercept: Intercept, execution: ExecutionContext): Answer | Promise<Answer> {
    const observedNext: CallHandler = { handle: () => this.handle() };
    if (this.request.context === undefined) return intercept.call(this.interceptor, execution, observedNext);
    return context.with(this.request.context, intercept, this.interceptor, execution, observedNext);
  }

  /** The handler runs in the context around the interceptor, so its span is a sibling. */
  private handle(): Answer {
    this.hasHandled = true;
    this.request.settled('ok', undefined);
    const answer = context.with(this.outer, () => this.next.handle());
    return answer.pipe(tap({ next: this.beginResponse, error: this.beginResponse, complete: this.beginResponse }));
  }

  private async followPromise(answer: Promise<Answer>): Promise<Answer> {
    try {
      return this.followed(await answer);
    } catch (error) {
      this.endRequest(error);
      throw error;
    }
  }

  private followed(answer: Answer): Answer {
    if (!this.hasHandled) this.request.settled('canceled', undefined);
    const end = (): void => this.endResponse('ok');
    const fail = (error: unknown): void => this.endResponse(outcomeOf(error), error);
    return answer.pipe(tap({ next: end, complete: end, error: fail }));
  }

  /** The second half begins with the handler's first word and ends with the interceptor's; later ones are streaming. */
  private readonly beginResponse = (): void => {
    if (this.hasAnswered) return;
    this.hasAnswered = true;
    this.response = beginCall(this.halves.response, this.interceptor, []);
  };

  private endResponse(outcome: Outcome, error?: unknown): void {
    this.response?.settled(outcome, error);
    this.response = undefined;
  }

  private endRequest(error: unknown): void {
    if (!this.hasHandled) this.request.settled(outcomeOf(error), error);
  }
}
