/**
 * The way from started to ready: Nest has bootstrapped, and each startup check was ok once. It looks by itself, so that
 * `app_ready` is right where nobody probes.
 */
import { reportOf, type CheckOutcome, type HealthReport } from './health-check.js';
import type { HealthRegistry } from './health-registry.js';
import { BOOTSTRAP, type ReadinessState } from './readiness.js';

const RETRY_AFTER_MS = 1_000;

export class Startup {
  private readonly passed = new Map<string, CheckOutcome>();
  private isBootstrapped = false;
  private retry: NodeJS.Timeout | undefined;

  constructor(
    private readonly registry: HealthRegistry,
    private readonly readiness: ReadinessState,
  ) {}

  /** Nest is done (`onApplicationBootstrap`). Checks go on in the background: nothing waits for them. */
  bootstrapped(): void {
    this.isBootstrapped = true;
    this.readiness.waitFor(this.pending());
    void this.keepChecking();
  }

  /** Runs the checks that have not been ok yet, and moves on when none is left. Never rejects. */
  async check(): Promise<HealthReport> {
    if (!this.isBootstrapped) return reportOf(new Map());
    const { checks } = await this.registry.report('startup', this.pending());
    for (const [name, outcome] of checks) if (outcome.status !== 'fail') this.passed.set(name, outcome);
    this.readiness.waitFor(this.pending());
    return reportOf(new Map([...this.passed, ...checks]));
  }

  stop(): void {
    clearTimeout(this.retry);
    this.retry = undefined;
  }

  private pending(): string[] {
    if (!this.isBootstrapped) return [BOOTSTRAP];
    return this.registry.names('startup').filter((name) => !this.passed.has(name));
  }

  private async keepChecking(): Promise<void> {
    if (this.readiness.current.state !== 'starting') return;
    await this.check();
    if (this.readiness.current.state !== 'starting') return;
    this.retry = setTimeout(() => void this.keepChecking(), RETRY_AFTER_MS).unref();
  }
}
