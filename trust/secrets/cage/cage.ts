/** The application with canaries in it, a process of its own, and everything that is heard from it. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../test/support/free-port.js';
import type { Canary, Hatchery } from '../canary/canary.js';
import { Receivers } from './receivers.js';
import {
  configurationSecrets,
  SETTINGS_VARIABLE,
  type CageCommand,
  type CageSettings,
  type ConfigurationSecret,
} from './settings.js';

export interface CageSpec {
  readonly platform: CageSettings['platform'];
  readonly protocol: CageSettings['protocol'];
  readonly isPretty: boolean;
}

/** Sentry's key is public. */
const SENTRY_KEY = 'public';

export class Cage {
  readonly standardOutput: Buffer[] = [];
  readonly standardError: Buffer[] = [];
  /** What was answered by pages that are asked while canaries enter. */
  readonly healthPages: Buffer[] = [];
  readonly liveStream: Buffer[] = [];

  private constructor(
    readonly settings: CageSettings,
    readonly receivers: Receivers,
    private readonly child: ChildProcess,
  ) {
    child.stdout!.on('data', (chunk: Buffer) => this.standardOutput.push(chunk));
    child.stderr!.on('data', (chunk: Buffer) => this.standardError.push(chunk));
  }

  /** @param environment variables that hold secrets, as applications have them */
  static async open(spec: CageSpec, hatchery: Hatchery, environment: Readonly<Record<string, string>>): Promise<Cage> {
    const receivers = await Receivers.start();
    const settings: CageSettings = {
      ...spec,
      port: await freePort(),
      rpcPort: await freePort(),
      collectorUrl: receivers.collectorUrl(spec.protocol),
      webhookUrl: `http://127.0.0.1:${receivers.port}/webhook`,
      sentryDsn: `http://${SENTRY_KEY}@127.0.0.1:${receivers.port}/1`,
      folder: mkdtempSync(join(tmpdir(), 'observability-cage-')),
      tokens: Object.fromEntries(configurationSecrets.map((name) => [name, hatchery.text(32)])) as Record<
        ConfigurationSecret,
        string
      >,
    };
    const child = fork(join(__dirname, 'cage.program.js'), [], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, ...environment, [SETTINGS_VARIABLE]: JSON.stringify(settings), NODE_ENV: 'production' },
    });
    const cage = new Cage(settings, receivers, child);
    await cage.heard();
    void cage.followLive();
    return cage;
  }

  get name(): string {
    const { platform, protocol, isPretty } = this.settings;
    return `${platform}, ${protocol}, ${isPretty ? 'pretty' : 'JSON'}`;
  }

  get url(): string {
    return `http://127.0.0.1:${this.settings.port}`;
  }

  /** By a way inside. */
  async enter(way: string, canary: Canary): Promise<void> {
    const heard = this.heard();
    this.child.send({ enter: way, canary } satisfies CageCommand);
    await heard;
  }

  /** Its last word. */
  async crash(canary: Canary): Promise<void> {
    const closed = once(this.child, 'close');
    this.child.send({ crash: canary } satisfies CageCommand);
    await closed;
  }

  /** Of the folder that it writes to. */
  files(prefix: string): Buffer[] {
    const { folder } = this.settings;
    return readdirSync(folder)
      .filter((name) => name.startsWith(prefix))
      .map((name) => readFileSync(join(folder, name)));
  }

  remove(): void {
    this.receivers.stop();
    rmSync(this.settings.folder, { recursive: true, force: true });
  }

  /** Until the cage closes. */
  private async followLive(): Promise<void> {
    const headers = { authorization: `Bearer ${this.settings.tokens['console token']}` };
    const response = await fetch(`${this.url}/observability/api/v1/live`, { headers });
    try {
      for await (const chunk of response.body!) this.liveStream.push(Buffer.from(chunk as Uint8Array));
    } catch {
      // It closes by breaking off.
    }
  }

  private async heard(): Promise<void> {
    const abort = new AbortController();
    const ended = once(this.child, 'close', { signal: abort.signal }).then((): never => {
      throw new Error(
        `the cage has broken: ${Buffer.concat([...this.standardOutput.slice(-5), ...this.standardError])
          .toString()
          .slice(-3_000)}`,
      );
    });
    ended.catch(() => undefined);
    await Promise.race([once(this.child, 'message'), ended]);
    abort.abort();
  }
}
