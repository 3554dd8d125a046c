/**
 * Whose client sends: the application's, where it has called `Sentry.init`, else one of our own. That one is nobody else's: it patches
 * nothing, listens to nothing, and is not what `Sentry.captureException` finds, so that applications in one process stay apart.
 */
import type { Diagnostics } from '../kernel/index.js';
import { BoundedTransport } from './bounded-transport.js';
import type { SentryClient, SentryEvent, SentryHint, SentryLibrary, SentryTransportOptions } from './sentry.library.js';
import type { SentrySettings } from './sentry.settings.js';

export interface SentryClientsOptions {
  readonly library: SentryLibrary;
  readonly settings: SentrySettings;
  readonly diagnostics: Diagnostics;
  /** Called for every event of these clients that is about to leave. */
  readonly complete: (event: SentryEvent, hint: SentryHint | undefined, client: SentryClient) => void;
}

export class SentryClients {
  private own: SentryClient | undefined;
  private transport: BoundedTransport | undefined;
  private readonly links = new Map<SentryClient, () => void>();

  constructor(private readonly options: SentryClientsOptions) {}

  /** Asked for each error, since an application may initialise its Sentry late; undefined where nothing can be sent. */
  current(): SentryClient | undefined {
    const theirs = this.options.library.getClient();
    const client = theirs?.getDsn() === undefined ? this.opened() : theirs;
    if (client !== undefined) this.link(client);
    return client;
  }

  isOwn(client: SentryClient): boolean {
    return client === this.own;
  }

  /** What is still under way when the process ends is sent then, while the process waits. */
  sendBeforeExit(): void {
    this.transport?.sendBeforeExit(this.options.settings.flushTimeoutMs);
  }

  async close(): Promise<void> {
    const { flushTimeoutMs } = this.options.settings;
    await Promise.all(
      [...this.links.keys()].map((client) =>
        this.isOwn(client) ? client.close(flushTimeoutMs) : client.flush(flushTimeoutMs),
      ),
    );
    await this.transport?.close();
    for (const unlink of this.links.values()) unlink();
    this.links.clear();
  }

  private link(client: SentryClient): void {
    if (this.links.has(client)) return;
    const { complete } = this.options;
    this.links.set(
      client,
      client.on('postprocessEvent', (event, hint) => complete(event, hint, client)),
    );
  }

  private opened(): SentryClient | undefined {
    const { library, settings } = this.options;
    if (this.own !== undefined || settings.dsn === undefined) return this.own;
    this.own = new library.NodeClient(this.clientOptions());
    this.own.init();
    return this.own;
  }

  private clientOptions(): object {
    const { library, settings } = this.options;
    const { dsn, release, environment, serverName, sampleRate, beforeSend, integrations, transportOptions } = settings;
    const asked = { dsn, release, environment, serverName, sampleRate, transportOptions };
    return {
      ...asked,
      ...(beforeSend !== undefined && { beforeSend }),
      // By themselves these neither patch nor listen: causes and members of an error become exceptions of its event.
      integrations: [library.linkedErrorsIntegration(), ...integrations],
      stackParser: library.defaultStackParser,
      transport: (options: SentryTransportOptions) => this.openTransport(options),
      // Otherwise the client rewrites modules of the application as they are loaded, for spans that are ours to make.
      enableRuntimeChannelInjection: false,
      sendDefaultPii: false,
      sendClientReports: false,
      enableLogs: false,
      enableMetrics: false,
    };
  }

  private openTransport(options: SentryTransportOptions): BoundedTransport {
    const { library, settings, diagnostics } = this.options;
    this.transport = new BoundedTransport({ library, options, diagnostics, timeoutMs: settings.timeoutMs });
    return this.transport;
  }
}
