/**
 * What happened before an error: the log lines and outgoing calls of the same request, message or job. Little is kept of each, for as
 * long as its work lasts, and nothing is made readable or redacted unless an error asks for it.
 */
import {
  currentOperation,
  type Clock,
  type Operation,
  type OperationKind,
  type OperationScope,
} from '../kernel/index.js';
import type { LoggedLine, PluginRedactor } from '../config/index.js';
import type { SentryBreadcrumb } from './sentry.library.js';

interface Crumb {
  readonly atEpochMs: number;
  readonly type: string;
  readonly category: string;
  readonly level: string;
  readonly message: string;
}

const MAX_MESSAGE_LENGTH = 500;

/** Calls of the outside, as Sentry's types of breadcrumbs. */
const CALL_TYPES: Partial<Readonly<Record<OperationKind, string>>> = {
  'http.client': 'http',
  'rpc.client': 'default',
  'database.query': 'query',
  'event.publish': 'default',
  'queue.publish': 'default',
};

export interface BreadcrumbOptions {
  readonly maxCount: number;
  readonly clock: Clock;
  readonly redactor: PluginRedactor;
}

export class Breadcrumbs {
  private readonly byScope = new WeakMap<OperationScope, Crumb[]>();
  /** Of lines that belong to no work: they precede a crash. */
  private readonly outside: Crumb[] = [];

  constructor(private readonly options: BreadcrumbOptions) {}

  /** Whether calls of this kind leave a crumb. */
  follows(kind: OperationKind): boolean {
    return this.options.maxCount > 0 && kind in CALL_TYPES;
  }

  logged({ operation = currentOperation(), target, message, level }: LoggedLine): void {
    this.keep(operation?.scope, { type: 'default', category: target ?? 'log', level: levelName(level), message });
  }

  called({ scope, kind, name, outcome, durationMs }: Operation): void {
    const level = outcome === 'error' ? 'error' : 'info';
    const message = `${name} ${outcome} ${durationMs.toFixed(1)} ms`;
    this.keep(scope, { type: CALL_TYPES[kind] ?? 'default', category: kind, level, message });
  }

  /** Of this work, or of none; the oldest first. */
  of(scope: OperationScope | undefined): SentryBreadcrumb[] {
    const crumbs = scope === undefined ? this.outside : (this.byScope.get(scope) ?? []);
    return crumbs.map(({ atEpochMs, message, ...rest }) => ({
      timestamp: atEpochMs / 1000,
      ...rest,
      message: this.options.redactor.redactText(message, MAX_MESSAGE_LENGTH),
    }));
  }

  private keep(scope: OperationScope | undefined, crumb: Omit<Crumb, 'atEpochMs'>): void {
    const { maxCount, clock } = this.options;
    if (maxCount === 0) return;
    const crumbs = this.listOf(scope);
    if (crumbs.length >= maxCount) crumbs.shift();
    crumbs.push({ ...crumb, message: boundedText(crumb.message), atEpochMs: clock.toEpochMs(clock.now()) });
  }

  private listOf(scope: OperationScope | undefined): Crumb[] {
    if (scope === undefined) return this.outside;
    const known = this.byScope.get(scope) ?? [];
    if (known.length === 0) this.byScope.set(scope, known);
    return known;
  }
}

/** With room for a secret that reaches over the end to be recognised whole. */
function boundedText(message: string): string {
  return message.length <= MAX_MESSAGE_LENGTH * 2 ? message : message.slice(0, MAX_MESSAGE_LENGTH * 2);
}

function levelName(level: number): string {
  if (level >= 60) return 'fatal';
  if (level >= 50) return 'error';
  if (level >= 40) return 'warning';
  return level >= 30 ? 'info' : 'debug';
}
