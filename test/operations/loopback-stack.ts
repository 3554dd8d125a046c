/** The decision desk's generated stack without containers: the names of Compose become 127.0.0.1, each address a free port. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { programs, type Program as Listed } from '../../src/provisioning/stack/topology.js';
import { eventually, Program, stopPrograms } from '../support/child-process.js';
import { freePort } from '../support/free-port.js';

/** What the decision desk has generated. */
export const operations = join(__dirname, '../../sample/02-decision-desk/operations');
const readyTimeoutMs = 90_000;

/** The collector that reads files, in a container of its own. */
const STDOUT_LOGS = 'stdout-logs';

const ANY_PORT = '127.0.0.1:0';

type Replacements = Readonly<Record<string, string>>;

export function readGenerated<T>(path: string): T {
  return parse(readFileSync(join(operations, path), 'utf8')) as T;
}

export class LoopbackStack {
  readonly folder = mkdtempSync(join(tmpdir(), 'observability-stack-'));

  private constructor(private readonly ports: ReadonlyMap<string, number>) {}

  static async make(): Promise<LoopbackStack> {
    const listening = { ...programs, [STDOUT_LOGS]: programs.collector };
    const addresses = Object.entries<Listed>(listening).flatMap(([name, { ports }]) =>
      Object.values(ports).map((port) => `${name}:${port}`),
    );
    const taken = addresses.map(async (address) => [address, await freePort()] as const);
    return new LoopbackStack(new Map(await Promise.all(taken)));
  }

  /** Of what stands in Compose's network, such as `jaeger:16686`. */
  url(address: string): string {
    return `http://${this.addressOf(address)}`;
  }

  port(address: string): number {
    const port = this.ports.get(address);
    if (port === undefined) throw new Error(`Nothing listens at ${address}`);
    return port;
  }

  /** Writes a generated file for a program here. @returns where */
  write(path: string, program: string, replacements: Replacements = {}): string {
    const file = join(this.folder, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, this.onLoopback(readFileSync(join(operations, path), 'utf8'), program, replacements));
    return file;
  }

  startCollector(program: string): Promise<Program> {
    return this.start(program, [`--config=${this.write('collector/collector.yml', 'collector')}`], 'collector:13133');
  }

  /** It reads containers' and pods' files in folders of those names here. */
  startStdoutLogs(program: string): Promise<Program> {
    const [containers, pods] = [join(this.folder, 'containers'), join(this.folder, 'pods')];
    const places = { '/var/lib/docker/containers': containers, '/var/log/pods': pods };
    const file = this.write('collector/stdout-logs.yml', STDOUT_LOGS, places);
    return this.start(program, [`--config=${file}`], `${STDOUT_LOGS}:13133`);
  }

  /** Its own default configuration, as in its image, without the receivers and extensions that the stack does not use. */
  startJaeger(program: string): Promise<Program> {
    const settings = {
      'service.extensions': '[jaeger_storage,jaeger_query]',
      'service.pipelines.traces.receivers': '[otlp]',
      'service.telemetry.metrics.level': 'none',
      'receivers.otlp.protocols.grpc.endpoint': this.addressOf('jaeger:4317'),
      'receivers.otlp.protocols.http.endpoint': ANY_PORT,
      'extensions.jaeger_query.http.endpoint': this.addressOf('jaeger:16686'),
      'extensions.jaeger_query.grpc.endpoint': ANY_PORT,
    };
    const flags = Object.entries(settings).map(([key, value]) => `--set=${key}=${value}`);
    return this.start(program, flags, 'jaeger:16686', '/api/services');
  }

  async startLoki(program: string): Promise<Program> {
    const port = `http_listen_port: ${this.port('loki:3100')}`;
    const moved = { '/loki': join(this.folder, 'loki-data'), 'http_listen_port: 3100': port };
    const grpc = ['-server.grpc-listen-address=127.0.0.1', `-server.grpc-listen-port=${await freePort()}`];
    const flags = ['-server.http-listen-address=127.0.0.1', ...grpc];
    return this.start(
      program,
      [`-config.file=${this.write('loki/loki.yml', 'loki', moved)}`, ...flags],
      'loki:3100',
      '/ready',
    );
  }

  async stop(): Promise<void> {
    await stopPrograms();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Resolves when `path` at `address` answers with 200. */
  private async start(command: string, args: readonly string[], address: string, path = '/'): Promise<Program> {
    const program = new Program(command, args);
    const hasEnded = await eventually(async () => {
      if (program.exitCode !== null) return true;
      return (await fetch(this.url(address) + path)).status === 200 ? false : undefined;
    }, readyTimeoutMs);
    if (hasEnded) throw new Error(program.output.slice(-2000));
    return program;
  }

  private addressOf(address: string): string {
    return `127.0.0.1:${this.port(address)}`;
  }

  private onLoopback(text: string, program: string, replacements: Replacements): string {
    const moved = text
      .replace(/0\.0\.0\.0:(\d+)/g, (_all, port: string) => this.addressOf(`${program}:${port}`))
      .replace(/\b([a-z]+):(\d{4,5})\b/g, (address) => this.addressOf(address))
      .replace(
        /host: "0\.0\.0\.0"(\s+)port: (\d+)/,
        (_all, space: string, port: string) => `host: "127.0.0.1"${space}port: ${this.port(`${program}:${port}`)}`,
      );
    return Object.entries(replacements).reduce((whole, [from, to]) => whole.replaceAll(from, to), moved);
  }
}
