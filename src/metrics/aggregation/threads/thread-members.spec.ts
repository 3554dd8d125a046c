import { CountingProcess, linesOf, until } from '../../../../test/support/counting-process.js';
import type { AggregationRoot } from '../aggregation-root.js';
import type { Introduction } from '../talking/member.js';
import type { Membership } from '../talking/membership.js';
import { messageOf } from '../talking/peer.js';
import { MainThreadWire } from './main-thread-wire.js';
import { ThreadChannel } from './thread-channel.js';
import { ThreadMembers } from './thread-members.js';

const KEY = '1';
const undo: (() => unknown)[] = [];
let root: AggregationRoot;

beforeEach(() => void (root = new CountingProcess().newRoot()));
afterEach(async () => {
  jest.useRealTimers();
  for (const end of undo.splice(0).toReversed()) await end();
});

function newMembers(key = KEY): ThreadMembers {
  const members = new ThreadMembers(key, root);
  undo.push(() => members.close());
  return members;
}

function newThread(threadId: number, calls: number): Membership {
  const process = new CountingProcess();
  process.count(calls);
  const id = `${threadId}.1`;
  const wire = new MainThreadWire(KEY, id);
  const membership = process.join(wire, KEY, { id, name: `thread ${threadId}`, threadId });
  undo.push(() => membership.close());
  return membership;
}

async function thread(threadId: number, calls: number): Promise<Membership> {
  const membership = newThread(threadId, calls);
  await until(() => membership.isWelcome);
  return membership;
}

/** A thread whose messages a test says itself. */
function silentThread(id: string) {
  const [common, own] = [new ThreadChannel(KEY), new ThreadChannel(KEY, id)];
  const heard: unknown[] = [];
  undo.push(
    own.listen((message) => heard.push(message)),
    () => common.close(),
  );
  const process = new CountingProcess();
  const introduce = (changes: Partial<Introduction> = {}) =>
    common.send(messageOf(KEY, 'member', { what: 'introduction', body: process.introduction({ id, ...changes }) }));
  const tellGrowth = (calls: number) => {
    process.count(calls);
    own.send(messageOf(KEY, 'member', { what: 'contributions', body: process.growth() }));
  };
  return { common, heard, process, introduce, tellGrowth };
}

const calls = () => linesOf(root.write('text', ['calls_total']));
const callsSoFar = () =>
  [...root.totals()].flatMap((told) =>
    told?.kind === 'growth' && told.family.name === 'calls_total' ? told.series.map(({ by }) => by[0]) : [],
  );
const names = () => [...root.gathering.members].map(({ introduction }) => introduction.name).toSorted();

describe('ThreadMembers', () => {
  it('lets in threads that come, and those that were there before', async () => {
    const early = newThread(7, 3);
    await new Promise((resolve) => setImmediate(resolve));
    expect(early.isWelcome).toBe(false);

    newMembers();
    await until(() => early.isWelcome);
    await thread(8, 4);

    expect(names()).toEqual(['thread 7', 'thread 8']);
    expect(await calls()).toEqual(['calls_total 7']);
  });

  it('forgets the thread that ended, and no other', async () => {
    const members = newMembers();
    const [ending] = [await thread(7, 3), await thread(8, 4)];
    await calls();
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });

    members.forget(7);

    expect(names()).toEqual(['thread 8']);
    expect(await calls()).toEqual(['calls_total 7']);
    expect(ending.isWelcome).toBe(true);
  });

  it('takes what a thread has sent before its end, for a second', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    const members = newMembers();
    const ending = silentThread('7.1');
    ending.introduce({ threadId: 7 });
    const staying = silentThread('8.1');
    staying.introduce({ threadId: 8 });
    await until(() => names().length === 2);

    members.forget(7);
    jest.advanceTimersByTime(999);
    ending.tellGrowth(3);
    await until(() => callsSoFar()[0] === 3);
    jest.advanceTimersByTime(1);
    ending.tellGrowth(100);
    staying.tellGrowth(4);
    await until(() => callsSoFar()[0] !== 3);

    expect(callsSoFar()).toEqual([7]);
  });

  it('keeps a thread on its channel that introduces itself again', async () => {
    newMembers();
    const again = silentThread('7.1');
    const other = silentThread('8.1');
    other.introduce();
    again.introduce();
    await until(() => again.heard.length === 1);

    again.introduce();
    await until(() => again.heard.length === 2);
    again.tellGrowth(3);
    other.tellGrowth(4);
    await until(() => callsSoFar()[0] === 7);

    expect(root.gathering.members.size).toBe(2);
    const welcome = messageOf(KEY, 'station', { what: 'welcome' });
    expect(again.heard).toEqual([welcome, welcome]);
    expect(other.heard).toEqual([welcome]);
  });

  it('passes over other applications, other messages, and introductions of another release', async () => {
    newMembers();
    const { common, process, introduce } = silentThread('7.1');
    const body = process.introduction({ id: '7.1' });

    common.send({ a: 1 });
    common.send(messageOf('2', 'member', { what: 'introduction', body }));
    common.send(messageOf(KEY, 'station', { what: 'introduction', body }));
    common.send(messageOf(KEY, 'member', { what: 'farewell', body }));
    introduce({ protocol: 0 as never, name: 'of another release' });
    await thread(8, 4);

    expect(names()).toEqual(['thread 8']);
  });

  it('lets nobody in after its end, and asks nobody', async () => {
    const members = newMembers();
    const staying = silentThread('7.1');
    staying.introduce();
    await until(() => names().length === 1);

    members.close();
    expect(names()).toEqual([]);
    const late = silentThread('8.1');
    late.introduce();
    staying.tellGrowth(3);
    newMembers();
    await thread(9, 4);

    expect(names()).toEqual(['thread 9']);
    expect(await calls()).toEqual(['calls_total 4']);
  });
});
