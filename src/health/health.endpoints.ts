/**
 * The four probes. `live` looks at nothing but this process; `ready` and `startup` follow Kubernetes; the basic page has
 * the body people know from Terminus.
 * @see https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
 */
import type { Endpoint, EndpointAnswer, EndpointRequest } from '../endpoints/index.js';
import { reportOf, type CheckOutcome, type HealthReport, type HealthStatus } from './health-check.js';
import type { HealthMeter } from './health-metrics.js';
import type { HealthRedactor, HealthRegistry } from './health-registry.js';
import type { ReadinessState } from './readiness.js';
import type { Startup } from './startup.js';

export interface HealthEndpointsOptions {
  /** Base path, such as `/health`. */
  readonly path: string;
  readonly registry: HealthRegistry;
  readonly readiness: ReadinessState;
  readonly startup: Startup;
  readonly meter: HealthMeter;
  readonly redactor: HealthRedactor;
  /** Whether this client may see causes and figures, and not only the status of each check. */
  readonly showsDetailsTo: (request: EndpointRequest) => boolean;
}

/** What a probe found out. */
interface Verdict {
  readonly isReady: boolean;
  readonly isDraining: boolean;
  readonly waitingFor: readonly string[];
  readonly report: HealthReport;
}

export function healthEndpoints(options: HealthEndpointsOptions): readonly Endpoint[] {
  const probes = new Probes(options);
  const base = options.path === '/' ? '' : options.path;
  return [
    { path: options.path, title: 'health', answer: (request) => probes.basic(request) },
    { path: `${base}/live`, title: 'liveness', answer: () => LIVE },
    { path: `${base}/ready`, title: 'readiness', answer: (request) => probes.ready(request) },
    { path: `${base}/startup`, title: 'startup', answer: () => probes.startup() },
  ];
}

const LIVE = json(200, { status: 'ok' });

class Probes {
  constructor(private readonly options: HealthEndpointsOptions) {}

  async basic(request: EndpointRequest): Promise<EndpointAnswer> {
    const verdict = await this.judge();
    const waiting =
      verdict.waitingFor.length > 0 ? { startup: { status: 'down', waitingFor: verdict.waitingFor } } : {};
    const { info, error, details } = this.terminusParts(verdict.report, this.options.showsDetailsTo(request));
    const body = { info, error: { ...error, ...waiting }, details: { ...details, ...waiting } };
    return json(statusCode(verdict.isReady), { status: terminusStatus(verdict), ...body });
  }

  async ready(request: EndpointRequest): Promise<EndpointAnswer> {
    const { isReady, isDraining, waitingFor, report } = await this.judge();
    return json(statusCode(isReady), {
      status: isReady ? 'ready' : 'not_ready',
      checks: statusesOf(report),
      ...(isDraining && { draining: true }),
      ...(waitingFor.length > 0 && { waitingFor }),
      ...(this.options.showsDetailsTo(request) && this.terminusParts(report, true)),
    });
  }

  async startup(): Promise<EndpointAnswer> {
    const { readiness, startup } = this.options;
    if (readiness.hasStarted) return json(200, { status: 'started' });
    const { checks } = await startup.check();
    const { current, hasStarted } = readiness;
    const waitingFor = current.state === 'starting' ? current.waitingFor : [];
    const status = hasStarted ? 'started' : 'starting';
    return json(statusCode(hasStarted), { status, checks: statusesOf({ checks }), ...(!hasStarted && { waitingFor }) });
  }

  private async judge(): Promise<Verdict> {
    const report = await this.currentReport();
    // Read after the checks: a shutdown may have begun while they ran.
    const { current } = this.options.readiness;
    const isReady = current.state === 'ready' && report.status !== 'fail';
    this.options.meter.ready(isReady);
    const waitingFor = current.state === 'starting' ? current.waitingFor : [];
    return { isReady, isDraining: current.state === 'draining' || current.state === 'stopped', waitingFor, report };
  }

  private async currentReport(): Promise<HealthReport> {
    const { registry, readiness, startup } = this.options;
    const { state } = readiness.current;
    // Dependencies may be closing already: what they say now is no news.
    if (state === 'draining' || state === 'stopped') return registry.lastReport();
    if (state === 'ready') return registry.report();
    const started = await startup.check();
    return readiness.hasStarted
      ? registry.report()
      : reportOf(new Map([...started.checks, ...registry.lastReport().checks]));
  }

  private terminusParts(report: HealthReport, showsDetails: boolean): TerminusParts {
    const entries = [...report.checks].map(
      ([name, outcome]) => [name, this.terminusEntry(outcome, showsDetails)] as const,
    );
    const isDown = ([, { status }]: (typeof entries)[number]) => status === 'down';
    return {
      info: Object.fromEntries(entries.filter((entry) => !isDown(entry))),
      error: Object.fromEntries(entries.filter(isDown)),
      details: Object.fromEntries(entries),
    };
  }

  private terminusEntry({ status, details, durationMs }: CheckOutcome, showsDetails: boolean): TerminusEntry {
    const told = showsDetails
      ? { ...(this.options.redactor.redactValue(details) as object), durationMs: Math.round(durationMs) }
      : {};
    return { ...told, status: TERMINUS_STATUS[status] };
  }
}

type TerminusEntry = { readonly status: string };
type TerminusParts = Record<'info' | 'error' | 'details', Readonly<Record<string, TerminusEntry>>>;

const TERMINUS_STATUS: Readonly<Record<HealthStatus, string>> = { ok: 'up', degraded: 'degraded', fail: 'down' };

function terminusStatus({ isReady, isDraining, report }: Verdict): string {
  if (isDraining) return 'shutting_down';
  return isReady ? report.status : 'error';
}

function statusesOf({ checks }: Pick<HealthReport, 'checks'>): Record<string, HealthStatus> {
  return Object.fromEntries([...checks].map(([name, { status }]) => [name, status]));
}

function statusCode(isFine: boolean): number {
  return isFine ? 200 : 503;
}

function json(status: number, body: object): EndpointAnswer {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(body) };
}
