/**
 * All checks of one application. They run side by side and fail alone; what changes is logged and told once, at the
 * moment it changes. (Terminus' own executor loses every result when one indicator rejects, and logs each failed probe.)
 */
import { Injectable } from '@nestjs/common';
import type { Clock, Diagnostics, TelemetryBus } from '../kernel/index.js';
import type { Redactor } from '../security/index.js';
import { CheckRunner, type CheckLimits } from './check-runner.js';
import {
  reportOf,
  type CheckOutcome,
  type HealthCheck,
  type HealthCheckKind,
  type HealthReport,
  type HealthStatus,
  type KnownCheck,
} from './health-check.js';
import type { HealthMeter } from './health-metrics.js';

export type HealthLogLevel = 'info' | 'warn' | 'error';
export type HealthLog = (message: string, level: HealthLogLevel) => void;
export type HealthRedactor = Pick<Redactor, 'redactText' | 'redactValue'>;

export interface HealthRegistryOptions {
  /** For checks that do not say otherwise. */
  readonly limits: CheckLimits;
  readonly clock: Clock;
  readonly diagnostics: Diagnostics;
  readonly bus: TelemetryBus;
  readonly meter: HealthMeter;
  readonly redactor: HealthRedactor;
  /** Receives one message per transition, without secrets. */
  readonly log: HealthLog;
}

interface Entry {
  readonly name: string;
  readonly runner: CheckRunner;
  /** The outcome that was last told; concurrent probes share one and it is told once. */
  told: CheckOutcome | undefined;
}

/**
 * The checks of the application, behind readiness and startup probes.
 *
 * @example
 * ```ts
 * const health = app.get(HealthRegistry);
 * const unregister = health.register({ name: 'licence', check: () => licence.isValid() });
 *
 * const { status } = await health.report('readiness');
 * unregister();
 * ```
 */
@Injectable()
export class HealthRegistry {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly options: HealthRegistryOptions) {}

  /** Returns the unregister. A name that is taken gets a number and a warning. */
  register(check: HealthCheck): () => void {
    const { limits, clock, meter } = this.options;
    const entry: Entry = {
      name: this.freeName(check.name),
      runner: new CheckRunner(check, limits, clock),
      told: undefined,
    };
    this.entries.set(entry.name, entry);
    return () => {
      if (!this.entries.delete(entry.name)) return;
      this.safely('dispose', () => check.dispose?.());
      this.safely('meter', () => meter.forgotten(entry.name));
    };
  }

  /** Names of one kind, in the order of registration. */
  names(kind: HealthCheckKind): readonly string[] {
    return this.entriesOf(kind).map(({ name }) => name);
  }

  /** Runs all checks of a kind, or those of them that are named; never rejects, and takes no longer than the longest timeout. */
  async report(kind: HealthCheckKind = 'readiness', names?: readonly string[]): Promise<HealthReport> {
    const entries = this.entriesOf(kind).filter(({ name }) => names === undefined || names.includes(name));
    const outcomes = await Promise.all(entries.map(async (entry) => [entry.name, await this.probe(entry)] as const));
    return reportOf(new Map(outcomes));
  }

  /** What is known from earlier runs, without running anything. */
  lastReport(kind: HealthCheckKind = 'readiness'): HealthReport {
    const known = this.entriesOf(kind).flatMap(({ name, runner: { last } }) =>
      last === undefined ? [] : [[name, last] as const],
    );
    return reportOf(new Map(known));
  }

  /** All of them, in the order of registration, without running anything. */
  checks(): readonly KnownCheck[] {
    return [...this.entries.values()].map(({ name, runner: { check, last, lastAtMs } }) => ({
      name,
      kind: check.kind ?? 'readiness',
      isOptional: check.isOptional === true,
      last,
      lastAtMs: last === undefined ? undefined : lastAtMs,
    }));
  }

  /** Releases what checks hold; nothing runs afterwards. */
  close(): void {
    for (const { runner } of this.entries.values()) this.safely('dispose', () => runner.check.dispose?.());
    this.entries.clear();
  }

  private entriesOf(kind: HealthCheckKind): Entry[] {
    return [...this.entries.values()].filter(({ runner }) => (runner.check.kind ?? 'readiness') === kind);
  }

  private async probe(entry: Entry): Promise<CheckOutcome> {
    const outcome = await entry.runner.run();
    // Unregistered meanwhile: nobody waits for news of it.
    if (outcome !== entry.told && this.entries.get(entry.name) === entry) this.tell(entry, outcome);
    return outcome;
  }

  private tell(entry: Entry, outcome: CheckOutcome): void {
    const from = entry.told?.status;
    entry.told = outcome;
    const { meter, bus } = this.options;
    this.safely('meter', () => meter.checked(entry.name, outcome.isUp, outcome.durationMs / 1_000));
    // A check that is fine from the start is no news.
    if (from === outcome.status || (from === undefined && outcome.status === 'ok')) return;
    this.safely('log', () => this.logTransition(entry.name, from, outcome));
    bus.emit('health.changed', { check: entry.name, from: from ?? 'unknown', to: outcome.status });
  }

  private logTransition(name: string, from: HealthStatus | undefined, { status, details }: CheckOutcome): void {
    const { message } = details;
    const cause = status === 'ok' || typeof message !== 'string' ? '' : `: ${message}`;
    const text = `Health check ${name} is ${status}${from === undefined ? '' : ` (was ${from})`}${cause}`;
    this.options.log(this.options.redactor.redactText(text), LOG_LEVELS[status]);
  }

  private freeName(wanted: string): string {
    if (!this.entries.has(wanted)) return wanted;
    let number = 2;
    while (this.entries.has(`${wanted}-${number}`)) number++;
    const name = `${wanted}-${number}`;
    this.options.diagnostics.warnOnce(
      `health:${name}`,
      `Two health checks are named ${wanted}; the second is shown as ${name}. Give it a name of its own.`,
    );
    return name;
  }

  private safely(phase: string, callback: () => void): void {
    this.options.diagnostics.safely('health', phase, callback, undefined);
  }
}

const LOG_LEVELS: Readonly<Record<HealthStatus, HealthLogLevel>> = { ok: 'info', degraded: 'warn', fail: 'error' };
