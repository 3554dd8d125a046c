/**
 * Rooms that are there only where they are asked for. Each is loaded when it is on, so that an application pays for nothing that
 * it does not use, neither at start nor per request.
 */
import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import type { Capture } from './capture/index.js';
import type { AuditConfig } from './config/index.js';
import type { HealthCheck, HealthRegistry, ReadinessState } from './health/index.js';
import type { CrashKind, PluginApplication } from './config/index.js';
import type { Attributes, OperationHandler } from './kernel/index.js';
import { AuditHandler, AuditService, type ApplicationLogging } from './logging/index.js';
import type { Inspection, Management } from './management/index.js';
import type { Exposition } from './metrics/index.js';
import type { ObservabilityFoundation } from './observability.foundation.js';
import type { Profiling } from './profiling/index.js';
import type { ObjectiveConfig, Objectives } from './slo/index.js';
import { slowMsOf, type RouteTable } from './sources/index.js';
import type { Tracing } from './tracing/index.js';

export interface OptionalRoom {
  /** How it follows operations. */
  readonly handler?: OperationHandler;
  /** What it contributes to health. */
  checks?(): readonly HealthCheck[];
  /** Once the application's modules are initialised. */
  start?(application: PluginApplication): void;
  /** Once the application's routes are known. */
  bootstrapped?(): void;
  /** An error that the application hands over itself. */
  captured?(error: unknown, context: Attributes | undefined): void;
  /** The process is crashing: there may be no later turn of the event loop. */
  crashed?(error: unknown, kind: CrashKind): void;
  /** After the sources have let go and before the last spans leave; takes no longer than `shutdown.flushTimeoutMs`. */
  close(): void | Promise<void>;
}

/** The audit trail: always there, opened with its first record. */
export interface AuditRoom extends OptionalRoom {
  readonly service: AuditService;
}

/** @throws ObservabilityError OBS_ERR_OPTION_INVALID when the trail's file cannot be opened */
export function checkAudit({ isEnabled, destination }: AuditConfig): void {
  if (!isEnabled || typeof destination !== 'string' || destination === 'log') return;
  const { checkAuditFile } = require('./logging/audit/audit-file.js') as AuditFiles;
  checkAuditFile(destination);
}

export function createAudit(
  { config, redactor, diagnostics, clock }: ObservabilityFoundation,
  logging: ApplicationLogging | undefined,
): AuditRoom {
  const open = (): AuditTrail => {
    const { openAudit } = require('./logging/audit/open-audit.js') as Audit;
    return openAudit({ config: config.audit, redactor, diagnostics, clock, logging });
  };
  const service = new AuditService(config.audit.isEnabled ? open : undefined);
  const close = (): Promise<void> => service.close(config.shutdown.flushTimeoutMs);
  return { service, handler: new AuditHandler(service, diagnostics), close };
}

/** Undefined where nothing is promised, or metrics are off. */
export function createObjectives(
  promised: readonly ObjectiveConfig[],
  foundation: ObservabilityFoundation,
  routes: RouteTable,
): Objectives | undefined {
  const { config, registry, metrics, clock, diagnostics, bus } = foundation;
  if (promised.length === 0 || !config.metrics.isEnabled) return undefined;
  const { Objectives } = require('./slo/objectives.js') as Slo;
  return new Objectives(promised, { registry, metrics, clock, diagnostics, bus, routes: () => routes.routes });
}

/** Undefined where nobody may profile. */
export function createProfiling(
  { config, pipeline, bus, diagnostics }: ObservabilityFoundation,
  logging: ApplicationLogging | undefined,
): Profiling | undefined {
  if (!config.profiling.isEnabled) return undefined;
  const { Profiling } = require('./profiling/profiling.js') as ProfilingRoom;
  // Outside any operation: the line is about a profile, not part of what happens to be current.
  const log = (message: string, fields: object): void =>
    context.with(ROOT_CONTEXT, () => logging?.logger.info({ target: 'Profiling', ...fields }, message));
  return new Profiling({ config: config.profiling, pipeline, bus, diagnostics, log });
}

/** Undefined where no rule asks for anything. */
export function createCapture({ config, redactor, diagnostics, clock }: ObservabilityFoundation): Capture | undefined {
  if (!config.isEnabled || config.capture.rules.length === 0) return undefined;
  const { Capture } = require('./capture/capture.js') as CaptureRoom;
  const { version } = config.service;
  return new Capture({
    config: config.capture,
    redactor,
    diagnostics,
    clock,
    slowMsOf: slowMsOf(config.http),
    version,
  });
}

/** What management shows of an application beside its foundation. */
export interface ManagedRooms {
  readonly exposition: Exposition;
  readonly health: HealthRegistry;
  readonly readiness: ReadinessState;
  readonly routes: RouteTable;
  readonly logging: ApplicationLogging | undefined;
  readonly tracing: Tracing | undefined;
  readonly objectives: Objectives | undefined;
  readonly profiling: Profiling | undefined;
  readonly capture: Capture | undefined;
  readonly audit: AuditRoom;
}

/** What management and the console both look at; undefined where neither is on. */
export function createInspection(
  application: ObservabilityFoundation & Pick<ManagedRooms, 'exposition' | 'routes' | 'logging' | 'audit'>,
): Inspection | undefined {
  const { config, clock, diagnostics, redactor, registry, exposition, routes, logging, audit } = application;
  if (!config.management.isEnabled && !config.console.isEnabled) return undefined;
  const { Inspection } = require('./management/inspection.js') as InspectionFile;
  return new Inspection({
    config,
    clock,
    diagnostics,
    redactor,
    registry,
    exposition,
    routes: () => routes.routes,
    levels: logging?.levels,
    audit: audit.service,
    log: logging && changeLog(logging),
  });
}

/** Undefined where it is off. */
export function createManagement(
  application: ObservabilityFoundation & ManagedRooms,
  inspection: Inspection | undefined,
): Management | undefined {
  const { config, diagnostics, redactor, health, readiness, tracing, objectives, profiling, capture } = application;
  if (!config.management.isEnabled || inspection === undefined) return undefined;
  const { Management } = require('./management/management.js') as ManagementRoom;
  const sampling = tracing?.sampling;
  return new Management({
    config,
    diagnostics,
    redactor,
    inspection,
    health,
    readiness,
    sampling,
    objectives,
    profiling,
    capture,
  });
}

/** No level keeps these lines back, least of all the one that has just been set. */
function changeLog(logging: ApplicationLogging): (message: string, fields: object) => void {
  const text = (message: string, fields: object): string =>
    logging.textOf({ level: PINO_INFO, target: 'Management', message, fields: [fields] });
  // Outside any operation, where an end by time happens: the line is about the change alone.
  return (message, fields) => context.with(ROOT_CONTEXT, () => logging.rawLines.write(text(message, fields)));
}

const PINO_INFO = 30;

type Audit = typeof import('./logging/audit/open-audit.js');
type AuditFiles = typeof import('./logging/audit/audit-file.js');
type AuditTrail = ReturnType<Audit['openAudit']>;
type CaptureRoom = typeof import('./capture/capture.js');
type InspectionFile = typeof import('./management/inspection.js');
type ManagementRoom = typeof import('./management/management.js');
type Slo = typeof import('./slo/objectives.js');
type ProfilingRoom = typeof import('./profiling/profiling.js');
