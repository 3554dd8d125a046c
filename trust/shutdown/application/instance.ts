/** An instance as its deployment sees it: a process, a port, how it ended and what it wrote. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export type Platform = 'express' | 'fastify';
export const platforms: readonly Platform[] = ['express', 'fastify'];

export interface InstanceSettings {
  readonly platform: Platform;
  readonly port: number;
  /** `service.instance.id`, unique. */
  readonly id: string;
  readonly collectorUrl: string;
  readonly drainTimeoutMs: number;
  readonly flushTimeoutMs: number;
  /** What Nest does last: `process.exit(0)`, or the signal once more, now without a handler. */
  readonly endsBy: 'exit' | 'signal';
  readonly isSlowToStart?: boolean;
  /** Nest closes connections that are in use instead of waiting for them. */
  readonly closesByForce?: boolean;
  /** Further variables. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Ending {
  /** `0`, `1`, `SIGTERM`. */
  readonly as: number | NodeJS.Signals;
  /** By `performance.now()`. */
  readonly atMs: number;
}

export class Instance {
  output = '';
  ending: Ending | undefined;
  private readonly child: ChildProcess;
  readonly ended: Promise<Ending>;

  constructor(readonly settings: InstanceSettings) {
    this.child = fork(join(__dirname, 'instance.program.js'), [], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, ...environmentOf(settings) },
    });
    for (const stream of [this.child.stdout!, this.child.stderr!])
      stream.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    // 'close' comes once all that it wrote has been read.
    this.ended = once(this.child, 'close').then(([code, signal]: (number | NodeJS.Signals | null)[]) => {
      return (this.ending = { as: signal ?? code ?? 1, atMs: performance.now() } as Ending);
    });
  }

  get url(): string {
    return `http://127.0.0.1:${this.settings.port}`;
  }

  listening(): Promise<this> {
    return this.said('listening');
  }

  /**
   * Until it says so: `created` once its signals are handled, then `listening`.
   * @throws Error with what it wrote when it ends instead
   */
  async said(what: 'created' | 'listening'): Promise<this> {
    const ended = this.ended.then(({ as }): never => {
      throw new Error(`instance ended with ${as} while starting:\n${this.output}`);
    });
    ended.catch(() => undefined);
    const said = new Promise<void>((resolve) => {
      this.child.on('message', (message) => message === what && resolve());
    });
    await Promise.race([said, ended]);
    return this;
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** `app.close()` by code of its own, without a signal. */
  close(): void {
    this.child.send('close');
  }
}

function environmentOf(settings: InstanceSettings): Record<string, string> {
  const { platform, port, id, collectorUrl, drainTimeoutMs, flushTimeoutMs, endsBy, env } = settings;
  return {
    PLATFORM: platform,
    PORT: String(port),
    INSTANCE: id,
    ENDS_BY: endsBy,
    IS_SLOW_TO_START: String(settings.isSlowToStart ?? false),
    CLOSES_BY_FORCE: String(settings.closesByForce ?? false),
    NODE_ENV: 'production',
    OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OBSERVABILITY_SHUTDOWN_DRAIN_TIMEOUT_MS: String(drainTimeoutMs),
    OBSERVABILITY_SHUTDOWN_FLUSH_TIMEOUT_MS: String(flushTimeoutMs),
    ...env,
  };
}
