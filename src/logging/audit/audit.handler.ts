/** Records the calls of methods with `@Audited()`. It makes no operations: a call is recorded whatever is sampled. */
import {
  errorTypeOf,
  propertyOf,
  type Call,
  type CallRecorder,
  type Callsite,
  type Diagnostics,
  type OperationHandler,
  type Outcome,
} from '../../kernel/index.js';
import type { AuditOutcome } from './audit-entry.js';
import type { AuditService } from './audit.service.js';
import { AUDITED, type AuditedOptions } from './audited.decorator.js';

export class AuditHandler implements OperationHandler {
  readonly name = 'audit';

  constructor(
    private readonly audit: AuditService,
    private readonly diagnostics: Diagnostics,
  ) {}

  handles(): boolean {
    return false;
  }

  bind(callsite: Callsite): CallRecorder | undefined {
    const options = callsite.aspect<AuditedOptions>(AUDITED)?.options;
    if (options === undefined) return undefined;
    return {
      readsClock: false,
      readsCall: true,
      end: (outcome, _durationMs, error, call) => this.record(options, outcome, error, call!),
    };
  }

  private record(options: AuditedOptions, outcome: Outcome, error: unknown, { args, result }: Call): void {
    const { action, target, actor, details } = options;
    const told = this.ask('details', () => details?.(args, result));
    this.audit.record({
      action,
      actor: this.ask('actor', () => actor?.(args, result)),
      target: this.ask('target', () => (typeof target === 'function' ? target(args, result) : target)) ?? 'unknown',
      outcome: outcomeOf(outcome, error),
      details: error === undefined ? told : { ...told, error: errorTypeOf(error) },
    });
  }

  private ask<T>(phase: string, callback: () => T): T | undefined {
    return this.diagnostics.safely('audit', phase, callback, undefined);
  }
}

function outcomeOf(outcome: Outcome, error: unknown): AuditOutcome {
  if (outcome !== 'error') return outcome;
  const getStatus = propertyOf(error, 'getStatus');
  const status: unknown = typeof getStatus === 'function' ? getStatus.call(error) : undefined;
  return status === 401 || status === 403 ? 'denied' : 'error';
}
