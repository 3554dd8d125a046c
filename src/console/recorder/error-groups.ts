/**
 * Failures, grouped by what is the same about them (see the kernel's `fingerprintOf`): how often, since when, on which routes, and
 * the newest of each. Frames are those of the first one, since a group has them in common. Redacted when they are taken.
 */
import { errorMessageOf, errorTypeOf, fingerprintOf, type Operation } from '../../kernel/index.js';
import type { Redactor } from '../../security/index.js';
import { stackOf, type StackLine } from './error-stack.js';
import { MinuteCounts } from './minute-counts.js';

/** A failure as it is met. */
export interface Failure {
  readonly error: unknown;
  /** The request, message or job that failed; undefined outside any. */
  readonly operation?: Operation | undefined;
  readonly timeMs: number;
}

export interface ErrorSample {
  readonly timeMs: number;
  /** `GET /orders/:id`; empty outside any. */
  readonly operation: string;
  readonly message: string;
  readonly traceId: string | null;
  readonly requestId: string | null;
}

export interface KeptGroup {
  readonly fingerprint: string;
  readonly type: string;
  readonly count: number;
  readonly firstSeenMs: number;
  readonly perMinute: Pick<MinuteCounts, 'list'>;
  /** By the name of the operation. */
  readonly routes: ReadonlyMap<string, number>;
  /** The newest last, at least one. */
  readonly samples: readonly ErrorSample[];
  readonly stack: readonly StackLine[];
}

export interface ErrorGroupsOptions {
  readonly maxBytes: number;
  readonly redactor: Redactor;
}

const MAX_GROUPS = 500;
const MAX_SAMPLES = 20;
const MAX_ROUTES = 50;
const MAX_MESSAGE_LENGTH = 1000;

export class ErrorGroups {
  /** Rises with every failure. */
  version = 0;
  usedBytes = 0;
  /** Groups that had to make room since the start. */
  evicted = 0;
  /** The one seen last is the last. */
  private readonly known = new Map<string, Group>();

  constructor(private readonly options: ErrorGroupsOptions) {}

  get size(): number {
    return this.known.size;
  }

  take(failure: Failure): void {
    const { redactor } = this.options;
    const fingerprint = fingerprintOf(failure.error);
    const group = this.known.get(fingerprint) ?? new Group(fingerprint, failure, redactor);
    this.known.delete(fingerprint);
    this.usedBytes -= group.countedBytes;
    // One whose sample failed has nothing to show, and is not kept.
    group.add(failure, redactor);
    this.known.set(fingerprint, group);
    this.usedBytes += group.countedBytes;
    this.makeRoom();
    this.version++;
  }

  /** Last seen first. */
  groups(): readonly KeptGroup[] {
    return [...this.known.values()].toReversed();
  }

  find(fingerprint: string): KeptGroup | undefined {
    return this.known.get(fingerprint);
  }

  clear(): void {
    this.known.clear();
    this.usedBytes = 0;
    this.version++;
  }

  private makeRoom(): void {
    for (const [fingerprint, group] of this.known) {
      if (this.known.size <= MAX_GROUPS && this.usedBytes <= this.options.maxBytes) return;
      this.known.delete(fingerprint);
      this.usedBytes -= group.countedBytes;
      this.evicted++;
    }
  }
}

/** Of what stands around the texts of a group, and of a sample. */
const GROUP_BYTES = 1000;
const SAMPLE_BYTES = 150;

class Group implements KeptGroup {
  readonly type: string;
  count = 0;
  readonly firstSeenMs: number;
  readonly perMinute = new MinuteCounts();
  readonly routes = new Map<string, number>();
  readonly samples: ErrorSample[] = [];
  readonly stack: readonly StackLine[];
  /** 0 before the first failure. */
  countedBytes = 0;
  private readonly stackBytes: number;

  constructor(
    readonly fingerprint: string,
    { error, timeMs }: Failure,
    redactor: Redactor,
  ) {
    this.type = errorTypeOf(error);
    this.firstSeenMs = timeMs;
    this.stack = stackOf(error, redactor);
    this.stackBytes = this.stack.reduce(
      (bytes, { text, place }) => bytes + 2 * (text.length + (place?.file.length ?? 0)),
      0,
    );
  }

  add({ error, operation, timeMs }: Failure, redactor: Redactor): void {
    this.count++;
    this.perMinute.add(timeMs);
    if (operation !== undefined) this.countRoute(operation.name);
    const message = redactor.redactText(errorMessageOf(error), MAX_MESSAGE_LENGTH);
    this.samples.push({ timeMs, message, ...placeOf(operation, redactor) });
    if (this.samples.length > MAX_SAMPLES) this.samples.shift();
    this.countedBytes = GROUP_BYTES + this.stackBytes + this.sampleBytes();
  }

  /** Names are bounded by the application's routes; what is beyond is not told apart. */
  private countRoute(name: string): void {
    const isKnown = this.routes.has(name) || this.routes.size < MAX_ROUTES;
    if (isKnown) this.routes.set(name, (this.routes.get(name) ?? 0) + 1);
  }

  private sampleBytes(): number {
    return this.samples.reduce((bytes, { message }) => bytes + SAMPLE_BYTES + 2 * message.length, 0);
  }
}

function placeOf(
  operation: Operation | undefined,
  redactor: Redactor,
): Pick<ErrorSample, 'operation' | 'traceId' | 'requestId'> {
  const traceId = operation?.span?.spanContext().traceId ?? null;
  return {
    operation: operation?.name ?? '',
    traceId,
    requestId: redactor.redactId(operation?.scope.requestId) ?? null,
  };
}
