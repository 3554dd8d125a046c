/** What application code says to the audit trail. Nothing is opened, or even loaded, before the first record. */
import { Injectable } from '@nestjs/common';
import type { AuditEntry } from './audit-entry.js';
import type { AuditTrail } from './audit-trail.js';

/**
 * The audit trail of the application, for what no decorator can say.
 *
 * @example
 * ```ts
 * const audit = app.get(AuditService);
 *
 * audit.record({ action: 'export.download', target: 'export/7', outcome: 'denied' });
 * await audit.flush();
 * ```
 */
@Injectable()
export class AuditService {
  private trail: AuditTrail | undefined;

  /** Without a way to open a trail (`audit.enabled` is false) nothing is kept. */
  constructor(private readonly openTrail: (() => AuditTrail) | undefined) {}

  /**
   * Writes down who did what to what and how it ended, with time and the ids of the request. It is never sampled, filtered or
   * limited, never throws, and does not wait for a disk; `flush` does.
   */
  record(entry: AuditEntry): void {
    this.trail ??= this.openTrail?.();
    this.trail?.record(entry);
  }

  /** Resolves when everything recorded so far is written: false when it could not be, and is still kept. */
  async flush(): Promise<boolean> {
    return (await this.trail?.flush()) ?? true;
  }

  /** Writes what is left, or counts it as dropped. */
  async close(timeoutMs: number): Promise<void> {
    await this.trail?.close(timeoutMs);
  }
}
