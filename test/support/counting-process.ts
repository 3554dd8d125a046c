/** An application that counts, for tests of what several processes or threads show together; and stand-ins for what is between them. */
import cluster from 'node:cluster';
import { EventEmitter } from 'node:events';
import { Diagnostics, type MetricType } from '../../src/kernel/index.js';
import { AggregationRoot } from '../../src/metrics/aggregation/aggregation-root.js';
import type { Contribution } from '../../src/metrics/aggregation/telling/contribution.js';
import { Contributor } from '../../src/metrics/aggregation/telling/contributor.js';
import { PROTOCOL, type Introduction } from '../../src/metrics/aggregation/talking/member.js';
import { Membership } from '../../src/metrics/aggregation/talking/membership.js';
import type { ListeningWire } from '../../src/metrics/aggregation/talking/peer.js';
import { Exposition } from '../../src/metrics/exposition.js';
import { MetricRegistry, type RegistryConfig } from '../../src/metrics/metric-registry.js';
import { registryConfig } from './registry-config.js';

export class CountingProcess {
  readonly warnings: string[] = [];
  readonly diagnostics = new Diagnostics((message) => this.warnings.push(message));
  readonly registry: MetricRegistry;
  readonly exposition: Exposition;
  readonly contributor: Contributor;

  constructor(changes: Partial<RegistryConfig> = {}) {
    this.registry = new MetricRegistry(registryConfig({ durationBuckets: [1], ...changes }), this.diagnostics);
    this.exposition = new Exposition(this.registry);
    const { registry, exposition } = this;
    this.contributor = new Contributor({ registry, reader: exposition.reader, isThread: false });
  }

  family<T extends MetricType>(name: string, type: T, labelNames: readonly string[] = []) {
    return this.registry.define({ unit: 'count', help: 'Help', family: 'test', name, type, labelNames });
  }

  /** The counter is `calls_total`. */
  count(by: number): void {
    this.family('calls_total', 'counter').cell([]).add(by);
  }

  /** What has grown since the last time. */
  growth(): Contribution[] {
    const told: Contribution[] = [];
    this.contributor.tellLast({ take: (contribution) => told.push(contribution) });
    return told;
  }

  introduction(changes: Partial<Introduction> = {}): Introduction {
    const { maxSeries, maxLabelValues, collectTimeoutMs } = this.registry.config;
    const { unanswered } = this.contributor;
    const limits = { maxSeries, maxLabelValues, collectTimeoutMs };
    return { protocol: PROTOCOL, id: '1', name: 'worker 1', threadId: 0, unanswered, ...limits, ...changes };
  }

  newRoot(): AggregationRoot {
    const root = new AggregationRoot({ ...this.registry.config, answerTimeoutMs: 1000, diagnostics: this.diagnostics });
    root.gathering.own = this.contributor;
    return root;
  }

  /** Introduces itself there at once. */
  join(wire: ListeningWire, key: string, who: Partial<Introduction> = {}): Membership {
    const { contributor, diagnostics } = this;
    const [introduction, root] = [this.introduction(who), this.newRoot()];
    const times = { handOverIntervalMs: 100_000, welcomeTimeoutMs: 1000, pageTimeoutMs: 1000 };
    return new Membership({ wire, key, introduction, contributor, root, diagnostics, ...times });
  }
}

/** A worker of `node:cluster` as its primary has it, and its own end of the channel. Messages travel as JSON, later. */
export class WorkerStandIn extends EventEmitter {
  readonly heard: unknown[] = [];
  private receive: ((message: unknown) => void) | undefined;
  private hasChannel = true;

  constructor(readonly id: number) {
    super();
  }

  send(message: object, onSent: () => void): void {
    const text = JSON.stringify(message);
    setImmediate(() => {
      this.heard.push(JSON.parse(text));
      this.receive?.(JSON.parse(text));
      onSent();
    });
  }

  isConnected(): boolean {
    return this.hasChannel;
  }

  loseChannel(): void {
    this.hasChannel = false;
    cluster.emit('disconnect', this);
  }

  tellPrimary(message: unknown): void {
    cluster.emit('message', this, JSON.parse(JSON.stringify(message)));
  }

  readonly wire: ListeningWire = {
    send: (message) => void setImmediate(() => this.tellPrimary(message)),
    flushed: () => new Promise((resolve) => setImmediate(resolve)),
    listen: (receive) => {
      this.receive = receive;
      return () => (this.receive = undefined);
    },
  };
}

const CLUSTER_MODULE = 'NativeModule cluster';
const original = { modules: Object.getOwnPropertyDescriptor(process, 'moduleLoadList')!, isPrimary: cluster.isPrimary };

export interface ClusterRole {
  /** What Node says it has loaded. */
  readonly modules?: readonly string[] | undefined;
  readonly isPrimary?: boolean;
  readonly worker?: { readonly id: number } | undefined;
}

/** This process has that role in `node:cluster`, until `endClusterRole`. */
export function playClusterRole({ modules, isPrimary, worker }: ClusterRole): void {
  Object.defineProperty(process, 'moduleLoadList', { value: modules, configurable: true });
  Object.assign(cluster, { isPrimary, worker });
}

/** Nobody here has loaded `node:cluster`. */
export const aloneRole: ClusterRole = { modules: ['NativeModule fs'], isPrimary: true };

export const primaryRole: ClusterRole = { modules: ['NativeModule fs', CLUSTER_MODULE], isPrimary: true };

export function workerRole(id: number): ClusterRole {
  return { modules: [CLUSTER_MODULE, 'NativeModule fs'], isPrimary: false, worker: { id } };
}

export function endClusterRole(): void {
  Object.defineProperty(process, 'moduleLoadList', original.modules);
  Object.assign(cluster, { isPrimary: original.isPrimary });
  Reflect.deleteProperty(cluster, 'worker');
}

/** Waits for messages that are under way in this process: they need no time, only turns of the event loop. */
export async function until(isSo: () => boolean): Promise<void> {
  for (let turn = 0; !isSo(); turn++) {
    if (turn === 20_000) throw new Error('it has not come');
    // oxlint-disable-next-line no-await-in-loop -- one turn after another
    await new Promise((resolve) => setImmediate(resolve));
  }
}

export async function linesOf(page: AsyncIterable<string>, name = 'calls_total'): Promise<string[]> {
  let whole = '';
  for await (const chunk of page) whole += chunk;
  return whole.split('\n').filter((line) => line.startsWith(name));
}
