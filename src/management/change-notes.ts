/** Who changed what, and when that was over: a line in the log for each, and a record of the audit trail. */
import type { AuditService } from '../logging/index.js';
import type { ChangeNote } from './changes.js';

export type ChangeLog = (message: string, fields: object) => void;

export function changeNotes(
  log: ChangeLog | undefined,
  audit: Pick<AuditService, 'record'>,
): (note: ChangeNote) => void {
  return ({ action, setting, from = null, to = null, caller, expiresInMs = null }) => {
    const { name: by, remoteAddress } = caller;
    const details = { from, to, remoteAddress, expiresInMs };
    // First: a log whose destination fails must not cost the record.
    audit.record({ actor: by, action: `management.${action}`, target: setting, outcome: 'ok', details });
    log?.(`${setting} was ${action}`, { setting, by, ...details });
  };
}
