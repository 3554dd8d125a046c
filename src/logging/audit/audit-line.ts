/** An audit entry as a line of the log: the same shape wherever it goes, so that whoever reads logs reads it too. */
import { currentOperation } from '../../kernel/index.js';
import type { Redactor } from '../../security/index.js';
import { LineField } from '../line-sink.js';
import type { LogEntry } from '../log-entry.js';
import { LEVEL_VALUES } from '../log-level.js';
import type { AuditEntry } from './audit-entry.js';

const AUDIT = new LineField('audit');
const TARGET = 'Audit';
const MAX_MESSAGE_LENGTH = 1024;

/** `{ …, "target": "Audit", "message": "u-1 order.cancel order/42: ok", …ids, "audit": { actor, action, target, outcome, details } }` */
export function auditLine(entry: AuditEntry, redactor: Redactor): LogEntry {
  const { action, target, outcome, details } = entry;
  const actor = entry.actor ?? currentUser() ?? 'unknown';
  const audit = redactor.redactValue({ actor, action, target, outcome, ...(details !== undefined && { details }) });
  return {
    level: LEVEL_VALUES.info,
    target: TARGET,
    message: redactor.redactText(`${actor} ${action} ${target}: ${outcome}`, MAX_MESSAGE_LENGTH),
    own: (line) => line.put(AUDIT, audit),
  };
}

function currentUser(): string | undefined {
  const operation = currentOperation();
  operation?.pipeline.identify(operation);
  return operation?.scope.userId;
}
