/** Profiles of single requests: of one that carries a signed header, and of the next one of a route. */
import type { IncomingMessage } from 'node:http';
import { createContextKey, type Context } from '@opentelemetry/api';
import type { Operation } from '../kernel/index.js';
import type { CpuProfile, ProfileCause } from './profile.js';
import { isProfileRequestSigned, PROFILE_REQUEST_HEADER } from './profile-request.js';
import type { ProfileRun } from './profile-run.js';
import { alreadyAwaited } from './profile-turn.js';
import { routePattern, type RoutePattern } from './route-pattern.js';

const REQUESTED_KEY = createContextKey('nestjs-observability profile requested');

/** Undefined where no profile could be begun. */
export type BeginProfile = (cause: ProfileCause) => ProfileRun<CpuProfile> | undefined;

interface Awaited {
  readonly route: string;
  readonly isMet: RoutePattern;
  readonly met: (run: ProfileRun<CpuProfile>) => void;
}

interface ProfiledRequest {
  readonly operation: Operation;
  readonly run: ProfileRun<CpuProfile>;
}

export class RequestedProfiles {
  private next: Awaited | undefined;
  /** The request whose profile runs. */
  private current: ProfiledRequest | undefined;

  constructor(
    private readonly secret: string | undefined,
    private readonly begin: BeginProfile,
    private readonly onInterestChange: () => void,
  ) {}

  /** Whether the start of a request matters. */
  get areAwaited(): boolean {
    return this.secret !== undefined || this.next !== undefined;
  }

  /** Marks the context of a request whose header is signed; its operation reads the mark when it starts. */
  mark(parent: Context, { headers, method = '' }: IncomingMessage, path: string): Context {
    const header = headers[PROFILE_REQUEST_HEADER];
    if (header === undefined || this.secret === undefined) return parent;
    return isProfileRequestSigned(this.secret, header, { method, path })
      ? parent.setValue(REQUESTED_KEY, true)
      : parent;
  }

  /**
   * The profile of the next request of this route, from its start to its end.
   * @throws ObservabilityError OBS_ERR_PROFILE_BUSY while another route is waited for
   */
  ofNext(route: string, signal: AbortSignal | undefined): Promise<CpuProfile> {
    if (this.next !== undefined) throw alreadyAwaited(this.next.route);
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const awaited: Awaited = { route, isMet: routePattern(route), met: ({ done }) => resolve(done) };
      this.await(awaited);
      signal?.addEventListener('abort', () => {
        if (this.next === awaited) this.await(undefined);
        reject(signal.reason as Error);
      });
    });
  }

  started(operation: Operation): void {
    if (this.current !== undefined) return;
    if (operation.context.getValue(REQUESTED_KEY) === true) this.beginFor(operation, describeRequest(operation));
    else if (this.next?.isMet(operation) === true) this.beginNext(operation, this.next);
  }

  /** After whoever else is told of the end: writing the profile takes its time. */
  ended(operation: Operation): void {
    if (this.current?.operation !== operation) return;
    const { run } = this.current;
    this.current = undefined;
    setImmediate(() => void run.stop());
  }

  private beginNext(operation: Operation, { route, met }: Awaited): void {
    const run = this.beginFor(operation, route);
    // Another profile runs: a later request will do.
    if (run === undefined) return;
    this.await(undefined);
    met(run);
  }

  private beginFor(operation: Operation, request: string): ProfileRun<CpuProfile> | undefined {
    const traceId = operation.span?.isRecording() === true ? operation.span.spanContext().traceId : undefined;
    const run = this.begin({ type: 'request', request, ...(traceId !== undefined && { traceId }) });
    if (run !== undefined) this.follow({ operation, run });
    return run;
  }

  private follow(current: ProfiledRequest): void {
    this.current = current;
    // A request may outlast its profile.
    const release = (): void => {
      if (this.current === current) this.current = undefined;
    };
    current.run.done.then(release, release);
  }

  private await(next: Awaited | undefined): void {
    this.next = next;
    this.onInterestChange();
  }
}

/** The route is not known yet, and a path may hold anything: it is told when the profile is read, by the route that ran. */
function describeRequest({ name }: Operation): string {
  return `${name} with a signed header`;
}
