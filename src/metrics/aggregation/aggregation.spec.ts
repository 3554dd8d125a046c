import { EventEmitter } from 'node:events';
import { channel } from 'node:diagnostics_channel';
import workerThreads from 'node:worker_threads';
import type { MetricsConfig } from '../../config/index.js';
import type { RegistryConfig } from '../metric-registry.js';
import {
  aloneRole,
  CountingProcess,
  endClusterRole,
  linesOf,
  playClusterRole,
  primaryRole,
  until,
  workerRole,
  WorkerStandIn,
} from '../../../test/support/counting-process.js';
import { applicationKey } from './application-key.js';
import { Aggregation } from './aggregation.js';
import { clusterRoot, watchWorkers } from './cluster/cluster-primary.js';
import { ThreadChannel } from './threads/thread-channel.js';
import { mainApplication, tellThreads } from './threads/main-application.js';
import type { Membership } from './talking/membership.js';
import { messageOf } from './talking/peer.js';

const undo: (() => unknown)[] = [];

beforeEach(() => {
  jest.spyOn(process, 'emitWarning').mockImplementation();
  // A spec file that ran here before may have listened, and that loads the module.
  playClusterRole(aloneRole);
});
afterEach(async () => {
  jest.useRealTimers();
  for (const end of undo.splice(0).toReversed()) await end();
  endClusterRole();
  jest.restoreAllMocks();
});

/** A process or thread that runs an application, not yet started. */
class Application extends CountingProcess {
  readonly aggregation: Aggregation;
  private closed: Promise<void> | undefined;

  constructor(changes: Partial<RegistryConfig> = {}, aggregate: MetricsConfig['aggregate'] = 'auto') {
    super(changes);
    this.aggregation = new Aggregation({ ...this, config: { aggregate, handOverIntervalMs: 100_000 } });
    undo.push(() => this.close());
  }

  start(): this {
    this.aggregation.start();
    return this;
  }

  startInThread(threadId: number): this {
    const isMain = jest.replaceProperty(workerThreads, 'isMainThread', false as never);
    const number = jest.replaceProperty(workerThreads, 'threadId', threadId);
    this.aggregation.start();
    isMain.restore();
    number.restore();
    return this;
  }

  close(): Promise<void> {
    return (this.closed ??= this.aggregation.close());
  }

  /** What its scrape shows. */
  calls(): Promise<string[]> {
    return linesOf(this.exposition.write('text', ['calls_total']));
  }

  hasMembers(count: number): Promise<void> {
    return until(() => this.aggregation.gathering.members.size === count);
  }
}

function counting(calls: number, changes: Partial<RegistryConfig> = {}): Application {
  const application = new Application(changes);
  application.count(calls);
  return application;
}

/** Threads that this process begins are noticed. */
function beginThread(): EventEmitter {
  const worker = Object.assign(new EventEmitter(), { threadId: 7 });
  channel('worker_threads').publish({ worker });
  return worker;
}

async function mainWithThread(mainCalls: number, threadCalls: number) {
  const main = counting(mainCalls).start();
  const worker = beginThread();
  const thread = counting(threadCalls).startInThread(7);
  await main.hasMembers(1);
  return { main, worker, thread };
}

describe('An application', () => {
  it('leaves everything as it is where aggregation is off', async () => {
    const application = new Application({}, 'off');
    application.count(3);

    application.start();

    expect(mainApplication()).toBeUndefined();
    expect(applicationKey.claim()).toBe('1');
    applicationKey.release('1');
    expect(await application.calls()).toEqual(['calls_total 3']);
  });

  it('stands alone until somebody joins, tells threads of itself, and starts once', async () => {
    const application = counting(3).start();
    application.start();
    const other = counting(9).start();

    expect(mainApplication()).toMatchObject({ key: '2', handOverIntervalMs: 100_000 });
    expect(await application.calls()).toEqual(['calls_total 3']);
    expect(await other.calls()).toEqual(['calls_total 9']);
  });

  it('takes its name, its door and what it told threads with it', async () => {
    const application = counting(3).start();

    await application.close();

    expect(mainApplication()).toBeUndefined();
    expect(beginThread().listenerCount('exit')).toBe(0);
    expect(applicationKey.claim()).toBe('1');
    applicationKey.release('1');
  });

  it('can be closed before it was started', async () => {
    await expect(new Application().close()).resolves.toBeUndefined();
  });

  it('writes its own page for a thread that asks while it stands alone', async () => {
    const application = counting(3).start();

    expect(await linesOf(application.aggregation.write('text', ['calls_total']))).toEqual(['calls_total 3']);
  });
});

describe('A main thread and its threads', () => {
  it('show the same sums, whichever is scraped', async () => {
    const { main, thread } = await mainWithThread(3, 4);

    expect(await main.calls()).toEqual(['calls_total 7']);
    expect(await thread.calls()).toEqual(['calls_total 7']);
    expect(main.warnings).toEqual([]);
  });

  it('keep what a thread counted to its end, without waiting for it any more', async () => {
    const { main, worker, thread } = await mainWithThread(3, 4);

    await thread.close();
    await main.hasMembers(0);
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    worker.emit('exit');

    expect(await main.calls()).toEqual(['calls_total 7']);
  });

  it('keep apart what is about the whole process: threads tell nothing of it', async () => {
    const { main, thread } = await mainWithThread(3, 4);
    for (const one of [main, thread]) one.family('process_heap', 'gauge').cell([]).set(5);

    const page = main.exposition.write('text', ['process_heap']);

    expect(await linesOf(page, 'process_heap')).toEqual(['process_heap 5']);
  });

  it('find each other where the thread was there first', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    const thread = counting(4).startInThread(7);
    // A thread counts its applications by itself.
    applicationKey.release('1');
    const alone = thread.calls();
    await jest.advanceTimersByTimeAsync(0);
    expect(await alone).toEqual(['calls_total 4']);
    jest.useRealTimers();

    const main = counting(3).start();
    expect(await main.calls()).toEqual(['calls_total 3']);
    await main.hasMembers(1);

    expect(await main.calls()).toEqual(['calls_total 7']);
    expect(await thread.calls()).toEqual(['calls_total 7']);
    expect(thread.warnings).toEqual([]);
  });

  it('call a thread by its number, and its applications by further ones', async () => {
    const main = counting(1).start();
    beginThread();
    counting(2).startInThread(7);
    counting(3).startInThread(7);
    await main.hasMembers(2);

    const who = [...main.aggregation.gathering.members].map(({ introduction }) => introduction);

    expect(who).toMatchObject([1, 2].map(() => ({ name: 'thread 7', threadId: 7, protocol: 1 })));
    expect(new Set(who.map(({ id }) => id)).size).toBe(2);
    for (const { id } of who) expect(id).toMatch(/^7\.\d+$/);
    expect(await main.calls()).toEqual(['calls_total 6']);
  });

  it('wait for the answer of a thread half a second longer than for a collector', async () => {
    const main = counting(3, { collectTimeoutMs: 1 }).start();
    beginThread();
    const { common, introduction, heard } = silentThread();
    common.send(messageOf('1', 'member', { what: 'introduction', body: introduction }));
    await until(() => heard.length === 1);

    expect(await main.calls()).toEqual(['calls_total 3']);
    expect(main.warnings).toEqual([
      expect.stringContaining('what is counted in thread 7 could not be read: no answer within 501 ms'),
    ]);
  });

  it('wait for the welcome of a main thread that has an application, then stand alone without a warning', async () => {
    undo.push(tellThreads('5', new CountingProcess().registry.config, 100_000));
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    const thread = counting(4, { collectTimeoutMs: 2000 }).startInThread(7);
    let lines: string[] | undefined;

    const page = thread.calls().then((all) => (lines = all));
    await jest.advanceTimersByTimeAsync(3499);
    expect(lines).toBeUndefined();
    await jest.advanceTimersByTimeAsync(1);
    await page;

    expect(lines).toEqual(['calls_total 4']);
    expect(thread.warnings).toEqual([]);
    expect(applicationKey.claim()).toBe('1');
    applicationKey.release('1');
  });

  it('let a main thread leave, whose threads have their own counts still', async () => {
    const { main, thread } = await mainWithThread(3, 4);
    const { gathering } = main.aggregation;

    await main.close();

    expect(gathering.members.size).toBe(0);
    expect(gathering.own).toBeUndefined();
    expect(await linesOf(thread.exposition.writeOwn('text', ['calls_total']))).toEqual(['calls_total 4']);
  });
});

function silentThread() {
  const [common, own] = [new ThreadChannel('1'), new ThreadChannel('1', '7.1')];
  const heard: unknown[] = [];
  undo.push(
    () => common.close(),
    own.listen((message) => heard.push(message)),
  );
  const introduction = new CountingProcess().introduction({ id: '7.1', name: 'thread 7', threadId: 7 });
  return { common, introduction, heard };
}

/** The channel between this process, a worker, and the primary, which is stood in for by this process too. */
function asWorker(id: number): WorkerStandIn {
  const worker = new WorkerStandIn(id);
  playClusterRole(workerRole(id));
  const channelBefore = { send: process.send, disconnect: process.disconnect };
  const send = (message: object, _handle: unknown, _options: unknown, onSent: () => void): void => {
    worker.wire.send(message);
    setImmediate(onSent);
  };
  Object.assign(process, { send, disconnect: () => undefined });
  worker.wire.listen((message) => process.emit('message', message, undefined));
  undo.push(() => Object.assign(process, channelBefore));
  return worker;
}

describe('A cluster worker', () => {
  it('shows the sums over all workers, and introduces itself by its number', async () => {
    undo.push(watchWorkers());
    const other = new CountingProcess();
    other.count(3);
    const otherMembership = other.join(new WorkerStandIn(1).wire, '1', { name: 'worker 1' });
    undo.push(() => otherMembership.close());
    await until(() => otherMembership.isWelcome);
    asWorker(2);
    const worker = counting(4).start();

    expect(await worker.calls()).toEqual(['calls_total 7']);
    const [, introduced] = [...clusterRoot('1')!.gathering.members];
    expect(introduced!.introduction).toMatchObject({
      protocol: 1,
      id: '2',
      name: 'worker 2',
      threadId: 0,
      maxSeries: 100,
      maxLabelValues: 100,
      collectTimeoutMs: 500,
    });
    expect(worker.warnings).toEqual([]);
  });

  it('hands on what its threads tell', async () => {
    undo.push(watchWorkers());
    asWorker(2);
    const worker = counting(4).start();
    const thread = new CountingProcess();
    thread.count(5);

    worker.aggregation.takeAll(thread.growth());
    await worker.calls();
    thread.count(6);
    worker.aggregation.takeAll(thread.growth());

    expect(await worker.calls()).toEqual(['calls_total 15']);
    const own = await linesOf(clusterRoot('1')!.write('text', ['calls_total']));
    expect(own).toEqual(['calls_total 15']);
  });

  it('adds up its threads while nobody in the primary does', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    asWorker(2);
    const worker = counting(4).start();
    const { common, introduction } = silentThread();
    beginThread();
    common.send(messageOf('1', 'member', { what: 'introduction', body: introduction }));
    await worker.hasMembers(1);
    const thread = new CountingProcess();
    thread.count(5);
    worker.aggregation.takeAll(thread.growth());
    const [member] = worker.aggregation.gathering.members;
    worker.aggregation.gathering.dismiss(member!);

    const page = worker.calls();
    await jest.advanceTimersByTimeAsync(2000);

    expect(await page).toEqual(['calls_total 9']);
  });

  it('tells its last before its channel closes, until it has ended', async () => {
    undo.push(watchWorkers());
    asWorker(2);
    const disconnect = process.disconnect;
    const worker = counting(4).start();
    await worker.calls();
    worker.count(5);

    process.disconnect!();
    dismissAll();
    await new Promise((resolve) => setImmediate(resolve));

    expect(await linesOf(clusterRoot('1')!.write('text', ['calls_total']))).toEqual(['calls_total 9']);
    await worker.close();
    expect(process.disconnect).toBe(disconnect);
  });

  it('says once that nobody aggregates, and shows what it has counted itself', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    asWorker(2);
    const worker = counting(4, { collectTimeoutMs: 2000 }).start();
    let lines: string[] | undefined;

    const page = worker.calls().then((all) => (lines = all));
    await jest.advanceTimersByTimeAsync(3499);
    expect(lines).toBeUndefined();
    await jest.advanceTimersByTimeAsync(1);
    await page;

    expect(lines).toEqual(['calls_total 4']);
    expect(await worker.calls()).toEqual(['calls_total 4']);
    expect(worker.warnings).toEqual([
      'Metrics show this cluster worker alone, whichever it happens to be, since nobody aggregates them in the primary. Call ' +
        "aggregateWorkers() of 'nestjs-observability/cluster' in the file that forks, or set metrics.aggregate to 'off'.",
    ]);
  });
});

/** What the primary asks has no answer from a worker that is gone. */
function dismissAll(): void {
  const { gathering } = clusterRoot('1')!;
  setImmediate(() => [...gathering.members].forEach((member) => gathering.dismiss(member)));
}

describe('A primary that runs an application', () => {
  async function joined(calls: number, id: number): Promise<Membership> {
    const process = new CountingProcess();
    process.count(calls);
    const membership = process.join(new WorkerStandIn(id).wire, '1', { id: `${id}`, name: `worker ${id}` });
    undo.push(() => membership.close());
    await until(() => membership.isWelcome);
    return membership;
  }

  it('shows the sums over itself and its workers', async () => {
    playClusterRole(primaryRole);
    const primary = counting(3).start();
    await joined(4, 1);

    expect(await primary.calls()).toEqual(['calls_total 7']);
    expect(clusterRoot('1')!.gathering).toBe(primary.aggregation.gathering);
  });

  it('counts with workers that were there before it, and leaves its counts with them', async () => {
    undo.push(watchWorkers());
    await joined(4, 1);
    playClusterRole(primaryRole);
    const primary = counting(3).start();
    const root = clusterRoot('1')!;

    expect(await linesOf(root.write('text', ['calls_total']))).toEqual(['calls_total 7']);
    primary.count(2);
    await primary.close();

    expect(await linesOf(root.write('text', ['calls_total']))).toEqual(['calls_total 9']);
    expect(root.gathering.own).toBeUndefined();
  });

  it('lets nobody join after its end', async () => {
    playClusterRole(primaryRole);
    const primary = counting(3).start();
    const { gathering } = primary.aggregation;
    await primary.close();

    undo.push(watchWorkers());
    await joined(4, 1);

    expect(gathering.members.size).toBe(0);
    expect(await linesOf(clusterRoot('1')!.write('text', ['calls_total']))).toEqual(['calls_total 4']);
  });

  it('waits a second longer for its workers than for a collector', async () => {
    playClusterRole(primaryRole);
    const primary = counting(3, { collectTimeoutMs: 2000 }).start();
    const body = new CountingProcess().introduction();
    const worker = new WorkerStandIn(1);
    worker.tellPrimary(messageOf('1', 'member', { what: 'introduction', body }));
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    let lines: string[] | undefined;

    const page = primary.calls().then((all) => (lines = all));
    await until(() => worker.heard.length === 2);
    await jest.advanceTimersByTimeAsync(2999);
    expect(lines).toBeUndefined();
    await jest.advanceTimersByTimeAsync(1);
    await page;

    expect(lines).toEqual(['calls_total 3']);
  });

  it('is where nothing of node:cluster is loaded no primary', () => {
    counting(3).start();
    const body = new CountingProcess().introduction();

    new WorkerStandIn(1).tellPrimary(messageOf('1', 'member', { what: 'introduction', body }));

    expect(clusterRoot('1')).toBeUndefined();
  });
});
