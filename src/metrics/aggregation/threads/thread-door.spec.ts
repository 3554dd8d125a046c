import { channel } from 'node:diagnostics_channel';
import { EventEmitter } from 'node:events';
import { CountingProcess, until } from '../../../../test/support/counting-process.js';
import type { AggregationRoot } from '../aggregation-root.js';
import type { Membership } from '../talking/membership.js';
import { MainThreadWire } from './main-thread-wire.js';
import { ThreadDoor } from './thread-door.js';

const KEY = '1';
const doors: ThreadDoor[] = [];
const memberships: Membership[] = [];
let root: AggregationRoot;

beforeEach(() => void (root = new CountingProcess().newRoot()));
afterEach(async () => {
  jest.useRealTimers();
  await Promise.all(memberships.splice(0).map((membership) => membership.close()));
  for (const door of doors.splice(0)) door.close();
});

function newDoor(): ThreadDoor {
  const door = new ThreadDoor(KEY, root);
  doors.push(door);
  return door;
}

/** As Node makes it known. */
function birth(threadId: number): EventEmitter {
  const worker = Object.assign(new EventEmitter(), { threadId });
  channel('worker_threads').publish({ worker });
  return worker;
}

function join(threadId: number): Membership {
  const id = `${threadId}.1`;
  const membership = new CountingProcess().join(new MainThreadWire(KEY, id), KEY, { id, threadId });
  memberships.push(membership);
  return membership;
}

const threadIds = () => [...root.gathering.members].map(({ introduction }) => introduction.threadId);

describe('ThreadDoor', () => {
  it('opens when a thread begins, and forgets it when it ends', async () => {
    newDoor();
    const worker = birth(7);
    const staying = birth(8);
    const both = [join(7), join(8)];
    await until(() => both.every(({ isWelcome }) => isWelcome));

    // A worker has forgotten its number by then.
    Object.assign(worker, { threadId: -1 });
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    worker.emit('exit');

    expect(threadIds()).toEqual([8]);
    expect(staying.listenerCount('exit')).toBe(1);
    expect(worker.listenerCount('exit')).toBe(0);
  });

  it('opens once, for threads that began before it too', async () => {
    const membership = join(7);
    const door = newDoor();
    await new Promise((resolve) => setImmediate(resolve));
    expect(membership.isWelcome).toBe(false);

    const members = door.open();
    await until(() => membership.isWelcome);

    expect(door.open()).toBe(members);
    expect(threadIds()).toEqual([7]);
  });

  it('watches no more births when it is closed, whether it was open or not', async () => {
    const [closed, open] = [newDoor(), newDoor()];
    open.open();
    const membership = join(7);
    await until(() => membership.isWelcome);

    closed.close();
    open.close();

    expect(birth(8).listenerCount('exit')).toBe(0);
    expect(threadIds()).toEqual([]);
  });
});
