/** What is decided about the spans of one callsite once, instead of at each of its calls. */
import { SpanKind } from '@opentelemetry/api';
import type { ClassFilter } from '../config/index.js';
import { AUTO_TRACED, isOptedOut, type Callsite, type OperationKind } from '../kernel/index.js';
import { NO_TRACE } from './no-trace.decorator.js';
import { TRACED, type TracedAspect } from './traced.decorator.js';

export class SpanPlan {
  readonly traced: TracedAspect | undefined;
  readonly isOptedOut: boolean;
  /** Whether it is a step of the framework's: a guard, a pipe, a handler, a resolver. */
  readonly isPhase: boolean;
  /** Whether a method that nobody decorated is to have spans. */
  readonly isAutomatic: boolean;
  /** Undefined: the operation's own. */
  readonly name: string | undefined;
  /** Undefined: that of the operation's kind. */
  readonly kind: SpanKind | undefined;
  private readonly plannedKind: OperationKind;
  private readonly plannedAspects: number;

  constructor(
    private readonly callsite: Callsite,
    autoTraces: ClassFilter,
  ) {
    const { kind, className, original, aspects } = callsite;
    this.plannedKind = kind;
    this.plannedAspects = aspects.length;
    this.traced = tracedAspect(callsite);
    this.isOptedOut = isOptedOut(original, NO_TRACE);
    this.isPhase = kind.startsWith('nest.') || kind === 'graphql.resolver';
    const mayBeAutomatic = kind === 'method' && this.traced === undefined && callsite.aspect(AUTO_TRACED) !== undefined;
    this.isAutomatic = mayBeAutomatic && autoTraces(className);
    this.name = nameOf(callsite, this.traced);
    this.kind = this.traced?.kind && SpanKind[KIND_NAMES[this.traced.kind]];
  }

  /** Decorators and sources may still add to a callsite after its first call. */
  get isOutdated(): boolean {
    const { kind, aspects } = this.callsite;
    return kind !== this.plannedKind || aspects.length !== this.plannedAspects;
  }
}

const KIND_NAMES = {
  internal: 'INTERNAL',
  server: 'SERVER',
  client: 'CLIENT',
  producer: 'PRODUCER',
  consumer: 'CONSUMER',
} as const;

/** What `@Traced` says of a callsite. */
export function tracedAspect(callsite: Callsite): TracedAspect | undefined {
  return callsite.aspect<TracedAspect>(TRACED)?.options;
}

function nameOf({ methodName }: Callsite, traced: TracedAspect | undefined): string | undefined {
  return traced?.prefix === undefined ? traced?.name : `${traced.prefix}.${methodName}`;
}
