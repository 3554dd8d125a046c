/** Puts the audit trail together from the configuration: where it goes, how its lines look, who hears when it fails. */
import type { AuditConfig } from '../../config/index.js';
import { systemClock, type Clock, type Diagnostics } from '../../kernel/index.js';
import type { Redactor } from '../../security/index.js';
import type { ApplicationLogging } from '../application-logging.js';
import { lineText } from '../log-fields.js';
import { openStandardOutput } from '../standard-output.js';
import { AuditStream, type AuditDestination } from './audit-destination.js';
import { AuditFile } from './audit-file.js';
import { auditLine } from './audit-line.js';
import { AuditTrail } from './audit-trail.js';

export interface OpenAuditOptions {
  readonly config: AuditConfig;
  readonly redactor: Redactor;
  readonly diagnostics: Diagnostics;
  readonly clock: Clock;
  /** Undefined when logs are off: then the trail goes to standard output by itself. */
  readonly logging: ApplicationLogging | undefined;
}

export function openAudit(options: OpenAuditOptions): AuditTrail {
  const { config, redactor, diagnostics, clock, logging } = options;
  const nowMs = clock === systemClock ? Date.now : () => clock.toEpochMs(clock.now());
  const timestamp = (): string => new Date(nowMs()).toISOString();
  const goesToLog = config.destination === 'log' && logging !== undefined;
  return new AuditTrail({
    destination: destinationOf(options),
    lineOf: (entry) => {
      const line = auditLine(entry, redactor);
      return goesToLog ? logging.textOf(line) : `${lineText(line, timestamp(), { redactor, hasCallSite: false })}\n`;
    },
    diagnostics,
    // A log that cannot be written could not say so.
    alarm: logging === undefined || goesToLog ? warn : (message) => logging.logger.error({ target: 'Audit' }, message),
  });
}

function destinationOf({ config: { destination }, logging, diagnostics }: OpenAuditOptions): AuditDestination {
  if (destination === 'log') return new AuditStream(logging?.rawLines ?? openStandardOutput(diagnostics));
  return typeof destination === 'string' ? new AuditFile(destination) : new AuditStream(destination);
}

function warn(message: string): void {
  process.emitWarning(message, 'ObservabilityWarning');
}
