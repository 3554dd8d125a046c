import { ROOT_CONTEXT } from '@opentelemetry/api';
import { setImmediate } from 'node:timers';
import { Diagnostics } from './diagnostics.js';
import { EventDelivery } from './event-delivery.js';
import { OperationPipeline } from './operation-pipeline.js';
import type { Operation } from './operation.js';
import { Subscription } from './subscription.js';

const ALL_BYTES = 16 * 1024 * 1024;
const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
const newRequest = (): Operation => new OperationPipeline().start({ kind: 'http.server', name: 'GET' });

let nowMs: number;
let heard: string[];
let listenMs: number;
let warnings: string[];
let news: string[];
let diagnostics: Diagnostics;
let delivery: EventDelivery;
let listener: Subscription;

beforeEach(() => {
  [nowMs, listenMs] = [0, 0];
  [heard, warnings, news] = [[], [], []];
  const clock = { now: () => nowMs, toEpochMs: (reading: number) => reading };
  const listen = (payload: object): void => {
    heard.push((payload as { name: string }).name);
    nowMs += listenMs;
  };
  diagnostics = new Diagnostics();
  diagnostics.warnThrough(
    (message) => warnings.push(message),
    (message) => news.push(message),
  );
  delivery = new EventDelivery(diagnostics, clock);
  listener = new Subscription('log', listen, undefined, diagnostics, clock);
});

afterEach(() => delivery.flush());

function add(name: string, about: { readonly bytes?: number; readonly waitsFor?: Operation } = {}): void {
  const place = { context: ROOT_CONTEXT };
  const { bytes = 1, waitsFor } = about;
  delivery.add({ listeners: [listener], payload: { name }, epochMs: 0, bytes, place, waitsFor });
}

const dropped = (): number => [...diagnostics.drops.values()].reduce((sum, { value }) => sum + value, 0);

describe('events that wait for nothing', () => {
  it('are told in the next turn, in the order in which they happened', async () => {
    add('first');
    add('second');
    const atOnce = [...heard];
    await nextTurn();
    add('third');
    await nextTurn();

    expect([atOnce, heard]).toEqual([[], ['first', 'second', 'third']]);
  });

  it('are told to each listener', async () => {
    const place = { context: ROOT_CONTEXT };
    const listeners = [listener, listener];

    delivery.add({ listeners, payload: { name: 'twice' }, epochMs: 0, bytes: 1, place, waitsFor: undefined });
    await nextTurn();

    expect(heard).toEqual(['twice', 'twice']);
  });

  it('take ten milliseconds of a turn, then others have theirs, and what comes meanwhile comes last', async () => {
    listenMs = 5;
    for (const name of ['0 ms', '5 ms', '10 ms', 'late', 'later']) add(name);

    await nextTurn();
    const inOneTurn = [...heard];
    add('last');
    await nextTurn();

    expect(inOneTurn).toEqual(['0 ms', '5 ms', '10 ms']);
    expect(heard).toEqual([...inOneTurn, 'late', 'later', 'last']);
  });

  it('are one turn each where each takes longer', async () => {
    listenMs = 11;
    for (const name of ['a', 'b', 'c']) add(name);

    const heardAfter: number[] = [];
    for (let turn = 0; turn < 3; turn++) {
      await nextTurn();
      heardAfter.push(heard.length);
    }

    expect(heardAfter).toEqual([1, 2, 3]);
  });

  it('are told once when they are flushed before their turn', async () => {
    add('flushed');

    delivery.flush();
    const atOnce = [...heard];
    await nextTurn();
    add('next');
    await nextTurn();

    expect([atOnce, heard]).toEqual([['flushed'], ['flushed', 'next']]);
  });
});

describe('events inside of work', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('are told once it is over, and those of other work are not', async () => {
    const [ending, lasting] = [newRequest(), newRequest()];
    add('of the one', { waitsFor: ending });
    add('of the other', { waitsFor: lasting });
    add('again of the one', { waitsFor: ending });

    delivery.release(ending);
    await nextTurn();
    delivery.release(ending);
    await nextTurn();

    expect(heard).toEqual(['of the one', 'again of the one']);
  });

  it('are told after a second, checked every quarter of one, and nothing is checked when none is left', async () => {
    add('held', { waitsFor: newRequest() });
    nowMs = 1;
    add('held later', { waitsFor: newRequest() });
    const timers = jest.getTimerCount();

    const heardAt: unknown[] = [];
    for (const atMs of [999, 1000, 1001]) {
      nowMs = atMs;
      for (const advanceMs of [249, 1]) {
        jest.advanceTimersByTime(advanceMs);
        await nextTurn();
        heardAt.push(heard.at(-1));
      }
    }

    expect(heardAt).toEqual([undefined, undefined, undefined, 'held', 'held', 'held later']);
    expect([timers, jest.getTimerCount()]).toEqual([1, 0]);
  });

  it('are told a second after its first, however many follow', async () => {
    const request = newRequest();
    add('first', { waitsFor: request });
    nowMs = 900;
    add('second', { waitsFor: request });

    nowMs = 1000;
    jest.advanceTimersByTime(250);
    await nextTurn();

    expect(heard).toEqual(['first', 'second']);
  });

  it('are told at once when they are flushed, and the next ones are held as before', async () => {
    add('flushed', { waitsFor: newRequest() });
    delivery.flush();
    const [atOnce, timers] = [[...heard], jest.getTimerCount()];

    add('held', { waitsFor: newRequest() });
    nowMs = 1000;
    jest.advanceTimersByTime(250);
    await nextTurn();

    expect([atOnce, timers]).toEqual([['flushed'], 0]);
    expect(heard).toEqual(['flushed', 'held']);
  });

  it('are told to nobody once it is forgotten, and leave their room to others', async () => {
    const request = newRequest();
    add('forgotten', { waitsFor: request, bytes: ALL_BYTES });

    delivery.forget(request);
    delivery.forget(newRequest());
    delivery.release(request);
    add('kept', { bytes: ALL_BYTES });
    await nextTurn();

    expect([heard, dropped()]).toEqual([['kept'], 0]);
  });
});

describe('events that are too many', () => {
  it('are those above 16 MiB, as long as others wait', async () => {
    add('fits', { bytes: ALL_BYTES - 1 });
    add('fits exactly');
    add('does not');
    await nextTurn();
    add('fits again', { bytes: ALL_BYTES });
    await nextTurn();

    expect([heard, dropped()]).toEqual([['fits', 'fits exactly', 'fits again'], 1]);
  });

  it('are those above 10 000, counted and warned about once', () => {
    const nobodys = { listeners: [], payload: {}, epochMs: 0, bytes: 0, place: { context: ROOT_CONTEXT } };

    for (let count = 0; count < 10_002; count++) delivery.add({ ...nobodys, waitsFor: undefined });

    expect([...diagnostics.drops.values()]).toEqual([{ labels: { signal: 'hooks', reason: 'queue_full' }, value: 2 }]);
    expect(warnings).toEqual([
      '10000 telemetry events, or 16777216 bytes of them, wait for their listeners: further ones are dropped and counted. ' +
        'Listen to less, sample, or let the listeners do less.',
    ]);
  });

  it('are said to be over when none waits any more', async () => {
    const request = newRequest();
    add('held', { waitsFor: request, bytes: ALL_BYTES - 1 });
    add('due');
    add('dropped');
    await nextTurn();
    const whileOneWaits = [...news];

    delivery.release(request);
    await nextTurn();

    expect([whileOneWaits, news]).toEqual([[], ['Telemetry events reach their listeners again.']]);
  });
});
