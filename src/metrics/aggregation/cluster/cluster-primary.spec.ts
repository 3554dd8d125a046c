import cluster from 'node:cluster';
import { CountingProcess, linesOf, until, WorkerStandIn } from '../../../../test/support/counting-process.js';
import type { AggregationRoot } from '../aggregation-root.js';
import type { Membership } from '../talking/membership.js';
import { messageOf } from '../talking/peer.js';
import { clusterRoot, ownRoot, watchWorkers } from './cluster-primary.js';

const KEY = '1';
const EVENTS = ['message', 'disconnect', 'exit'] as const;
const undo: (() => void)[] = [];
const memberships: Membership[] = [];
const warnings: unknown[] = [];

beforeEach(() => {
  warnings.length = 0;
  jest.spyOn(process, 'emitWarning').mockImplementation((warning) => void warnings.push(warning));
});
afterEach(async () => {
  await Promise.all(memberships.splice(0).map((membership) => membership.close()));
  for (const end of undo.splice(0)) end();
  jest.useRealTimers();
  jest.restoreAllMocks();
});

function watch(): () => void {
  const end = watchWorkers();
  undo.push(end);
  return () => undo.splice(undo.indexOf(end), 1).forEach((unwatch) => unwatch());
}

/** A worker that has counted so much. */
async function workerWith(calls: number, id: number, key = KEY) {
  const [worker, process] = [new WorkerStandIn(id), new CountingProcess()];
  process.count(calls);
  const membership = process.join(worker.wire, key, { id: `${id}`, name: `worker ${id}` });
  memberships.push(membership);
  await until(() => membership.isWelcome);
  return { worker, process };
}

function tell(worker: WorkerStandIn, what: string, body: unknown): void {
  worker.tellPrimary(messageOf(KEY, 'member', { what, body }));
}

function tellGrowth(worker: WorkerStandIn, process: CountingProcess, calls: number): void {
  process.count(calls);
  tell(worker, 'contributions', process.growth());
}

const callsOf = (root: AggregationRoot | undefined) => linesOf(root!.write('text', ['calls_total']));
const memberNames = () => [...clusterRoot(KEY)!.gathering.members].map(({ introduction }) => introduction.name);
const listenerCounts = () => EVENTS.map((event) => cluster.listenerCount(event));

describe('A cluster’s primary', () => {
  it('adds up what its workers have counted, one root for each application', async () => {
    watch();
    expect(clusterRoot(KEY)).toBeUndefined();

    await Promise.all([workerWith(3, 1), workerWith(4, 2), workerWith(9, 3, '2')]);

    expect(await callsOf(clusterRoot(KEY))).toEqual(['calls_total 7']);
    expect(await callsOf(clusterRoot('2'))).toEqual(['calls_total 9']);
  });

  it('has several applications of one worker told apart', async () => {
    watch();
    const worker = new WorkerStandIn(1);
    const [one, two] = [new CountingProcess(), new CountingProcess()];
    for (const [key, process] of [['1', one] as const, ['2', two] as const])
      worker.tellPrimary(messageOf(key, 'member', { what: 'introduction', body: process.introduction() }));

    tellGrowth(worker, one, 5);

    const [first, second] = ['1', '2'].map((key) => [...clusterRoot(key)!.totals()].length);
    expect(first).toBeGreaterThan(0);
    expect(second).toBe(0);
  });

  it('asks workers that were there before to introduce themselves', async () => {
    const [worker, stranger] = [new WorkerStandIn(1), new WorkerStandIn(2)];
    Object.assign(cluster.workers!, { 1: worker, 2: stranger });
    const early = new CountingProcess().join(worker.wire, KEY);
    memberships.push(early);
    await new Promise((resolve) => setImmediate(resolve));
    expect(early.isWelcome).toBe(false);

    watch();
    await until(() => early.isWelcome);
    for (const id of [1, 2]) delete cluster.workers![id];

    expect(stranger.heard).toEqual([{ nestjsObservability: '*', from: 'station', what: 'who is there' }]);
  });

  it('listens once however many ask it to, until the last of them ends it', async () => {
    const before = listenerCounts();
    const first = watch();
    const second = watch();
    expect(listenerCounts()).toEqual(before.map((count) => count + 1));
    const { worker, process } = await workerWith(3, 1);

    first();
    expect(listenerCounts()).toEqual(before.map((count) => count + 1));
    tellGrowth(worker, process, 4);
    expect(await callsOf(clusterRoot(KEY))).toEqual(['calls_total 7']);
    const root = clusterRoot(KEY)!;
    second();

    expect(listenerCounts()).toEqual(before);
    expect(clusterRoot(KEY)).toBeUndefined();
    expect(root.gathering.members.size).toBe(0);
  });

  it('begins anew with a worker that it has known before', async () => {
    const end = watch();
    const { worker, process } = await workerWith(3, 1);
    end();
    watch();

    cluster.emit('exit', worker);
    tell(worker, 'introduction', process.introduction());
    tellGrowth(worker, process, 4);

    expect(memberNames()).toEqual(['worker 1']);
    expect([...clusterRoot(KEY)!.totals()]).toContainEqual(
      expect.objectContaining({ family: expect.objectContaining({ name: 'calls_total' }) }),
    );
  });

  it('keeps what a worker counted that is gone, and takes its last messages until the channel is closed', async () => {
    watch();
    const { worker, process } = await workerWith(3, 1);
    expect(memberNames()).toEqual(['worker 1']);

    cluster.emit('exit', worker);
    tellGrowth(worker, process, 4);
    expect(memberNames()).toEqual([]);
    worker.loseChannel();
    tellGrowth(worker, process, 100);

    expect(await callsOf(clusterRoot(KEY))).toEqual(['calls_total 7']);
  });

  it('passes over strangers that end, messages of others, and introductions of another release', () => {
    watch();
    const worker = new WorkerStandIn(1);
    const introduction = new CountingProcess().introduction();

    cluster.emit('disconnect', new WorkerStandIn(2));
    for (const message of ['text', null, { what: 'introduction', body: introduction }]) worker.tellPrimary(message);
    worker.tellPrimary(messageOf(KEY, 'station', { what: 'introduction', body: introduction }));
    tell(worker, 'introduction', { ...introduction, protocol: 0 });
    tell(worker, 'contributions', []);

    expect(clusterRoot(KEY)).toBeUndefined();
    expect(worker.heard).toEqual([]);
  });

  it('knows a worker whose other application it does not know', async () => {
    watch();
    const { worker } = await workerWith(3, 1);

    worker.tellPrimary(messageOf('2', 'member', { what: 'contributions', body: [] }));

    expect(clusterRoot('2')).toBeUndefined();
  });

  it('lets workers join its own application, until that has ended', async () => {
    watch();
    const own = new CountingProcess();
    own.count(1);
    const root = own.newRoot();
    const disown = ownRoot(KEY, () => root);
    await workerWith(3, 1);
    expect(clusterRoot(KEY)).toBe(root);
    expect(await callsOf(root)).toEqual(['calls_total 4']);

    for (const end of undo.splice(0)) end();
    disown();
    watch();
    await workerWith(5, 2);

    expect(await callsOf(clusterRoot(KEY))).toEqual(['calls_total 5']);
  });

  it('has the limits of its workers where it runs no application', async () => {
    watch();
    const worker = new WorkerStandIn(1);
    const process = new CountingProcess();
    const calls = process.family('calls_total', 'counter', ['id']);
    for (let id = 0; id < 20; id++) calls.cell([`${id}`]).add(1);
    tell(worker, 'introduction', process.introduction({ maxSeries: 10 }));
    tell(worker, 'contributions', process.growth());
    cluster.emit('exit', worker);

    const lines = await callsOf(clusterRoot(KEY));

    expect(lines.length).toBeLessThan(20);
    expect(lines.reduce((sum, line) => sum + Number(line.split(' ')[1]), 0)).toBe(20);
    expect(warnings).toEqual([expect.stringContaining('it has more than 10 series')]);
  });

  it('waits for a worker as long as that may wait for its threads', async () => {
    watch();
    const process = new CountingProcess();
    const worker = new WorkerStandIn(1);
    tell(worker, 'introduction', process.introduction({ collectTimeoutMs: 3000 }));
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    let lines: string[] | undefined;

    const page = linesOf(clusterRoot(KEY)!.write('text', []), 'observability_scrape_errors_total').then(
      (all) => (lines = all),
    );
    await until(() => worker.heard.length === 2);
    await jest.advanceTimersByTimeAsync(3999);
    expect(lines).toBeUndefined();
    await jest.advanceTimersByTimeAsync(1);
    await page;

    expect(lines).toEqual(['observability_scrape_errors_total 1']);
    expect(warnings).toEqual([expect.stringContaining('worker 1 could not be read: no answer within 4000 ms')]);
  });

  it('greets a worker again that introduces itself again, and has told it so when it is flushed', async () => {
    watch();
    const { worker, process } = await workerWith(3, 1);
    const [member] = clusterRoot(KEY)!.gathering.members;
    const heardBefore = worker.heard.length;

    tell(worker, 'introduction', process.introduction());
    await member!.peer.flushed();

    expect(worker.heard.slice(heardBefore)).toEqual([{ nestjsObservability: KEY, from: 'station', what: 'welcome' }]);
  });
});
