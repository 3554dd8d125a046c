/**
 * Which traces are recorded. Decided before any span exists, once per trace: everything below follows the trace's own
 * decision. Knows no SDK, and every part of it can be changed while the application runs.
 */
import { isSpanContextValid, TraceFlags, type Context, type Span, type SpanContext } from '@opentelemetry/api';
import type { SamplingRule } from '../config/index.js';
import { spanIn, type Attributes } from '../kernel/index.js';
import { isTraceForced } from '../security/index.js';
import { UnsampledSpan } from './unsampled-span.js';

/**
 * How the decision about a trace is taken.
 *
 * @example
 * ```ts
 * const settings: SamplingSettings = { ratio: 0.05, isParentBased: true, rules: [] };
 *
 * app.get(Sampling).configure(settings);
 * ```
 */
export interface SamplingSettings {
  /** Share of new traces that is recorded, 0 to 1: 1 is always, 0 is never. */
  readonly ratio: number;
  /** Follow the decision of a remote caller. Spans of this process always follow their parent. */
  readonly isParentBased: boolean;
  /** Other ratios for single routes; the first that matches wins. */
  readonly rules: readonly SamplingRule[];
}

/** What is known of the work when the decision is due. An operation is one as it stands. */
export interface SamplingSubject {
  /** Operation name, such as `GET /orders/:id`. */
  readonly name: string;
  /** `http.route` or `url.path`, where the source knows one; else rules are matched against the name. */
  readonly attributes?: Attributes | undefined;
  /** Where an id exists already, the draw follows it, so that all services of a trace draw alike. */
  readonly traceId?: string;
}

/**
 * Which traces are recorded; changes hold from the next request on.
 *
 * @example
 * ```ts
 * const sampling = app.get(Sampling);
 *
 * sampling.setRatio(1);
 * sampling.configure({ ratio: 0.1, isParentBased: true, rules: [{ route: '/payments/*', ratio: 1 }] });
 * ```
 */
export class Sampling {
  private settings: SamplingSettings;
  private rootsChanged: () => void = () => undefined;

  constructor(
    settings: SamplingSettings,
    private readonly random: () => number = Math.random,
  ) {
    this.settings = checked(settings);
  }

  /**
   * Whether a span is recorded under this parent, in this order: the decision this process has taken for the trace; a
   * forced request; the caller's decision; the first rule that matches; the ratio.
   */
  shouldRecord(parent: Context, subject: SamplingSubject): boolean {
    const span = spanIn(parent);
    if (span?.isRecording() === true) return true;
    if (span instanceof UnsampledSpan) return false;
    if (isTraceForced(parent)) return true;
    const caller = callerOf(span);
    return this.followed(caller) ?? this.draw(caller, subject);
  }

  /** Whether a new trace may be recorded at all, so that hopeless calls need not even be looked at. */
  get mayRecordRoots(): boolean {
    return this.settings.ratio > 0 || this.settings.rules.some(({ ratio }) => ratio > 0);
  }

  /** Whether the source should learn the route before it starts the operation. */
  get hasRules(): boolean {
    return this.settings.rules.length > 0;
  }

  /** @throws RangeError unless 0 ≤ ratio ≤ 1 */
  setRatio(ratio: number): void {
    this.configure({ ...this.settings, ratio });
  }

  /** @throws RangeError unless all ratios are from 0 to 1 */
  configure(settings: SamplingSettings): void {
    const couldRecordRoots = this.mayRecordRoots;
    this.settings = checked(settings);
    if (this.mayRecordRoots !== couldRecordRoots) this.rootsChanged();
  }

  /** Called whenever new traces become possible or impossible: who has planned ahead must do so anew. */
  onRootsChange(listener: () => void): void {
    this.rootsChanged = listener;
  }

  /** The settings that hold now. */
  describe(): SamplingSettings {
    return this.settings;
  }

  /** The decision the trace already has; undefined when it has none that counts. */
  private followed(caller: SpanContext | undefined): boolean | undefined {
    if (caller === undefined) return undefined;
    return this.settings.isParentBased || caller.isRemote !== true ? isSampled(caller) : undefined;
  }

  private draw(caller: SpanContext | undefined, subject: SamplingSubject): boolean {
    const ratio = this.ratioFor(subject);
    if (ratio <= 0 || ratio >= 1) return ratio >= 1;
    const traceId = subject.traceId ?? caller?.traceId;
    return (traceId === undefined ? this.random() : shareOf(traceId)) < ratio;
  }

  private ratioFor({ name, attributes }: SamplingSubject): number {
    const { rules, ratio } = this.settings;
    if (rules.length === 0) return ratio;
    const route = attributes?.['http.route'] ?? attributes?.['url.path'];
    const template = typeof route === 'string' ? route : withoutMethod(name);
    return rules.find((rule) => matches(rule.route, template))?.ratio ?? ratio;
  }
}

export function isSampled({ traceFlags }: SpanContext): boolean {
  return (traceFlags & TraceFlags.SAMPLED) !== 0;
}

function checked(settings: SamplingSettings): SamplingSettings {
  for (const { ratio } of [settings, ...settings.rules]) {
    if (!(ratio >= 0 && ratio <= 1)) throw new RangeError(`A sampling ratio must be from 0 to 1; got ${ratio}`);
  }
  return settings;
}

/** Whether a rule covers a route template or a path; `/orders/*` also covers `/orders` itself. */
function matches(rule: string, route: string): boolean {
  if (!rule.endsWith('*')) return rule === route || fitsTemplate(rule, route);
  const prefix = rule.slice(0, -1);
  return route.startsWith(prefix) || `${route}/` === prefix;
}

/** `/orders/7` fits `/orders/:id`: a request is sampled before its route is known. */
function fitsTemplate(template: string, path: string): boolean {
  if (!template.includes('/:')) return false;
  const [expected, actual] = [template.split('/'), path.split('/')];
  return (
    expected.length === actual.length && expected.every((part, index) => part.startsWith(':') || part === actual[index])
  );
}

/** `GET /orders/:id` → `/orders/:id`. */
function withoutMethod(name: string): string {
  return /^[A-Z_]+ (\/.*)$/.exec(name)?.[1] ?? name;
}

function callerOf(span: Span | undefined): SpanContext | undefined {
  const caller = span?.spanContext();
  return caller !== undefined && isSpanContextValid(caller) ? caller : undefined;
}

/** The 52 random bits at the end of a trace id, as a number from 0 to 1. */
function shareOf(traceId: string): number {
  return Number.parseInt(traceId.slice(-13), 16) / 2 ** 52;
}
