/** Sentry in one application: decides what is a failure, tells each once, and waits for what is under way when the application closes. */
import type { CrashKind, LoggedLine, PluginApplication, PluginHost, PluginRoom } from '../config/index.js';
import { currentOperation, entryOf, framesOf, type Attributes, type Operation } from '../kernel/index.js';
import { Breadcrumbs } from './breadcrumbs.js';
import { EventCompleter } from './failure-event.js';
import { FailureReader, type Failure, type Occurrence } from './failure.js';
import { SentryClients } from './sentry-clients.js';
import { SentryHandler } from './sentry.handler.js';
import type { SentryClient, SentryEvent, SentryHint, SentryLibrary } from './sentry.library.js';
import type { SentrySettings } from './sentry.settings.js';

/** Where a failure hangs on the hint that Sentry hands through. */
const FAILURE = Symbol('nestjs-observability failure');
/** Failures whose source is being read; more are sent without. */
const MAX_READING = 64;

interface Report {
  readonly client: SentryClient;
  readonly error: unknown;
  readonly failure: Failure;
  readonly mechanism: { readonly type: string; readonly handled: boolean };
}

export class SentryRoom implements PluginRoom {
  readonly handler: SentryHandler;
  private readonly breadcrumbs: Breadcrumbs;
  private readonly failures: FailureReader;
  private readonly events: EventCompleter;
  private readonly clients: SentryClients;
  private readonly told = new WeakSet<object>();
  /** Failures that wait for their source. */
  private readonly reading = new Map<Report, Promise<void>>();

  constructor(
    settings: SentrySettings,
    private readonly library: SentryLibrary,
    private readonly host: PluginHost,
  ) {
    const { redactor, pipeline, diagnostics, source } = host;
    const { maxBreadcrumbs, sendsIdentity, groupByFingerprint } = settings;
    this.breadcrumbs = new Breadcrumbs({ maxCount: maxBreadcrumbs, clock: pipeline.clock, redactor });
    this.handler = new SentryHandler(this.breadcrumbs, (operation) => this.failed(operation));
    const handlerOf = (error: unknown) => this.handler.handlerOf(error);
    this.failures = new FailureReader({ host, breadcrumbs: this.breadcrumbs, sendsIdentity, handlerOf });
    this.events = new EventCompleter({ redactor, source, groupByFingerprint });
    const complete = (...about: Parameters<SentryRoom['complete']>) => this.complete(...about);
    this.clients = new SentryClients({ library, settings, diagnostics, complete });
  }

  /** From the start, so that what the application itself tells Sentry has our facts as well. */
  start(application: PluginApplication): void {
    this.failures.learn(application);
    this.clients.current();
  }

  logged(line: LoggedLine): void {
    this.breadcrumbs.logged(line);
  }

  captured(error: unknown, context: Attributes | undefined): void {
    const place = currentOperation();
    const operation = place && entryOf(place);
    this.tell({ error, operation, place, level: 'error', context }, { type: 'captured', handled: true });
  }

  crashed(error: unknown, kind: CrashKind): void {
    for (const waiting of this.reading.keys()) this.send(waiting);
    const report = this.reportOf(
      { error, operation: currentOperation(), level: 'fatal' },
      { type: kind, handled: false },
    );
    if (report !== undefined) this.send(report);
    this.clients.sendBeforeExit();
  }

  async close(): Promise<void> {
    try {
      await Promise.all(this.reading.values());
      await this.clients.close();
    } catch (error) {
      this.host.diagnostics.failed('sentry', 'close', error);
    }
  }

  private failed(operation: Operation): void {
    const { error, kind } = operation;
    this.tell({ error, operation, level: 'error' }, { type: kind, handled: false });
  }

  private tell(occurrence: Occurrence, mechanism: Report['mechanism']): void {
    const report = this.reportOf(occurrence, mechanism);
    if (report === undefined) return;
    if (this.reading.size >= MAX_READING) return this.send(report);
    this.reading.set(report, this.sendWithSource(report));
  }

  private async sendWithSource(report: Report): Promise<void> {
    await this.host.source.load(framesOf(report.error));
    // Unless a crash came first.
    if (this.reading.has(report)) this.send(report);
  }

  /** Undefined for an error that has been told, and where nothing can be sent. */
  private reportOf(occurrence: Occurrence, { type, handled }: Report['mechanism']): Report | undefined {
    const { error } = occurrence;
    const client = this.clients.current();
    if (client === undefined || !this.isNew(error)) return undefined;
    const failure = this.failures.read(occurrence);
    return { client, error, failure, mechanism: { type: `nestjs_observability.${type}`, handled } };
  }

  private isNew(error: unknown): boolean {
    if (typeof error !== 'object' || error === null) return true;
    const isNew = !this.told.has(error);
    this.told.add(error);
    return isNew;
  }

  /** Whatever Sentry or an integration of it throws concerns nobody else. */
  private send(report: Report): void {
    this.reading.delete(report);
    this.host.diagnostics.safely('sentry', 'capture', () => this.capture(report), undefined);
  }

  private capture({ client, error, failure, mechanism }: Report): void {
    const hint: SentryHint = { originalException: error, mechanism, data: { [FAILURE]: failure } };
    client.captureException(error, hint, this.scopeFor(client, failure));
  }

  /** Our own client's events know nothing of what happens to be current; those of the application's have what it has set. */
  private scopeFor(client: SentryClient, { trace }: Failure): object {
    if (!this.clients.isOwn(client)) return this.library.getCurrentScope();
    const scope = new this.library.Scope();
    if (trace?.['trace_id'] !== undefined)
      scope.setPropagationContext({ traceId: trace['trace_id'], sampleRand: Math.random() });
    return scope;
  }

  /** An event is about to leave: one of ours, or one that the application's own calls of Sentry have made inside an operation. */
  private complete(event: SentryEvent, hint: SentryHint | undefined, client: SentryClient): void {
    if (event.type !== undefined) return;
    const ours = hint?.data?.[FAILURE] as Failure | undefined;
    const failure = ours ?? this.failureHere(isMessage(event) ? undefined : hint?.originalException);
    if (failure === undefined) return;
    const keepsTrace = !this.clients.isOwn(client) && tracesItself(client);
    this.events.complete(event, failure, { keepsTrace, isOurs: ours !== undefined });
  }

  private failureHere(error: unknown): Failure | undefined {
    const place = currentOperation();
    if (place === undefined || place.pipeline !== this.host.pipeline) return undefined;
    return this.failures.read({ error, operation: entryOf(place), place, level: 'error' });
  }
}

/** It may come with a stack, and is no error for that. */
function isMessage({ message, logentry }: SentryEvent): boolean {
  return message !== undefined || logentry !== undefined;
}

function tracesItself(client: SentryClient): boolean {
  const { tracesSampleRate, tracesSampler } = client.getOptions();
  return tracesSampleRate !== undefined || tracesSampler !== undefined;
}
