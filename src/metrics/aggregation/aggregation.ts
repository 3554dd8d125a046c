/**
 * Where an application stands among processes and threads: alone, as the one where everything comes together (the root), or as a
 * member of such a one. Alone it costs next to nothing, and what the others need is not loaded.
 *
 * Read on in `telling/` for what a process tells of its registry, in `merging/` for how what all have told becomes one page, in
 * `talking/` for what is said between a member and the station where it belongs, and in `cluster/` and `threads/` for who that is and
 * the wire in between.
 */
import { isMainThread, threadId } from 'node:worker_threads';
import type { MetricsConfig } from '../../config/index.js';
import type { Exposition } from '../exposition.js';
import type { MetricRegistry } from '../metric-registry.js';
import type { FormatName } from '../text-format.js';
import type { AggregationRoot } from './aggregation-root.js';
import { applicationKey } from './application-key.js';
import { clusterWorkerId, isClusterPrimary } from './cluster/cluster-role.js';
import type { Contribution } from './telling/contribution.js';
import type { Gathering } from './talking/gathering.js';
import type { JoinOptions } from './join.js';
import { mainApplication, tellThreads } from './threads/main-application.js';
import type { Membership } from './talking/membership.js';
import type { Station } from './talking/station.js';
import { ThreadDoor } from './threads/thread-door.js';

export interface AggregatedApplication {
  readonly registry: MetricRegistry;
  readonly exposition: Exposition;
  readonly config: Pick<MetricsConfig, 'aggregate' | 'handOverIntervalMs'>;
}

export class Aggregation implements Station {
  private readonly undo: (() => void)[] = [];
  private key: string | undefined;
  private membership: Membership | undefined;
  private rootHere: AggregationRoot | undefined;
  private threadDoor: ThreadDoor | undefined;

  constructor(private readonly application: AggregatedApplication) {}

  /** Does nothing when `metrics.aggregate` is off. */
  start(): void {
    const { config, exposition } = this.application;
    if (config.aggregate === 'off' || this.key !== undefined) return;
    exposition.share({ write: (formatName, names) => this.page(formatName, names) });
    if (isMainThread) this.startInMainThread();
    else this.startInThread();
  }

  async close(): Promise<void> {
    await this.membership?.close();
    await this.rootHere?.leave();
    for (const undo of this.undo.splice(0).toReversed()) undo();
  }

  get gathering(): Gathering {
    return this.root.gathering;
  }

  /** Of a thread. */
  takeAll(contributions: readonly Contribution[]): void {
    if (this.membership?.isWelcome === true) this.membership.takeAll(contributions);
    else this.root.takeAll(contributions);
  }

  /** For a thread that was asked for the page over all. */
  async *write(formatName: FormatName, names: readonly string[]): AsyncGenerator<string, void, undefined> {
    yield* this.page(formatName, names) ?? this.application.exposition.writeOwn(formatName, names);
  }

  private startInMainThread(): void {
    const { registry, config } = this.application;
    const key = this.claimKey();
    const door = (this.threadDoor = new ThreadDoor(key, this));
    this.undo.push(() => door.close(), tellThreads(key, registry.config, config.handOverIntervalMs));
    const workerId = clusterWorkerId();
    if (workerId !== undefined) this.startInWorker(key, workerId);
    else if (isClusterPrimary()) this.startInPrimary(key);
  }

  private startInWorker(key: string, workerId: number): void {
    const { PrimaryWire } = require('./cluster/primary-wire.js') as PrimaryWireModule;
    const wire = new PrimaryWire();
    const who = { id: `${workerId}`, name: `worker ${workerId}`, threadId: 0 };
    // Whether the primary aggregates is not known before it has answered.
    const membership = this.join({ key, wire, who, isExpected: true });
    this.undo.push(wire.beforeClose(() => membership.tellLast()));
  }

  private startInPrimary(key: string): void {
    const { clusterRoot, ownRoot, watchWorkers } = require('./cluster/cluster-primary.js') as ClusterPrimary;
    this.undo.push(
      watchWorkers(),
      ownRoot(key, () => this.root),
    );
    // Workers may have come before the application.
    if (clusterRoot(key) !== undefined) void this.root;
  }

  /** Whichever application of the main thread was the newest when the thread began is meant. */
  private startInThread(): void {
    const { MainThreadWire, memberIdOf } = require('./threads/main-thread-wire.js') as MainThreadWireModule;
    const main = mainApplication();
    const key = (this.key = main?.key ?? this.claimKey());
    const id = memberIdOf(threadId);
    const who = { id, name: `thread ${threadId}`, threadId };
    this.join({ key, wire: new MainThreadWire(key, id), who, isExpected: main !== undefined });
  }

  private claimKey(): string {
    const key = applicationKey.claim();
    this.key = key;
    this.undo.push(() => applicationKey.release(key));
    return key;
  }

  private join(options: Omit<JoinOptions, 'application' | 'root'>): Membership {
    const { join } = require('./join.js') as Join;
    return (this.membership = join({ application: this.application, root: this.root, ...options }));
  }

  /** Undefined where this application stands alone. */
  private page(formatName: FormatName, names: readonly string[]): AsyncIterable<string> | undefined {
    if (this.membership !== undefined) return this.pageAsMember(this.membership, formatName, names);
    // Threads that began before this application have been waiting for it.
    this.threadDoor?.open();
    return this.pageHere(formatName, names);
  }

  private async *pageAsMember(
    membership: Membership,
    formatName: FormatName,
    names: readonly string[],
  ): AsyncGenerator<string, void, undefined> {
    const page = await membership.page(formatName, names);
    if (page === undefined && !membership.isWelcome) this.warnOfPrimary();
    yield* page ?? this.pageHere(formatName, names) ?? this.application.exposition.writeOwn(formatName, names);
  }

  private pageHere(formatName: FormatName, names: readonly string[]): AsyncIterable<string> | undefined {
    return this.rootHere?.gathering.isShared === true ? this.rootHere.write(formatName, names) : undefined;
  }

  private warnOfPrimary(): void {
    if (clusterWorkerId() === undefined) return;
    this.application.registry.diagnostics.warnOnce(
      'aggregate',
      'Metrics show this cluster worker alone, whichever it happens to be, since nobody aggregates them in the primary. Call ' +
        "aggregateWorkers() of 'nestjs-observability/cluster' in the file that forks, or set metrics.aggregate to 'off'.",
    );
  }

  private get root(): AggregationRoot {
    const { rootOf } = require('./join.js') as Join;
    return (this.rootHere ??= rootOf(this.application, this.key!));
  }
}

type ClusterPrimary = typeof import('./cluster/cluster-primary.js');
type PrimaryWireModule = typeof import('./cluster/primary-wire.js');
type Join = typeof import('./join.js');
type MainThreadWireModule = typeof import('./threads/main-thread-wire.js');
