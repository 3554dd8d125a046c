import { setImmediate } from 'node:timers';
import { ensureContextManager } from './context-manager.js';
import { Diagnostics } from './diagnostics.js';
import { currentOperation } from './operation-context.js';
import type { Operation } from './operation.js';
import type { OperationHandler } from './operation-handler.js';
import { OperationPipeline } from './operation-pipeline.js';
import { TelemetryBus } from './telemetry-bus.js';
import { telemetryEventNames, type TelemetryEvents } from './telemetry-events.js';

const line: TelemetryEvents['log'] = { level: 'INFO', message: 'hello' };
const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

describe('TelemetryBus', () => {
  beforeAll(ensureContextManager);

  let warnings: string[];
  let diagnostics: Diagnostics;
  let bus: TelemetryBus;

  beforeEach(() => {
    warnings = [];
    diagnostics = new Diagnostics((message) => warnings.push(message));
    bus = new TelemetryBus(diagnostics);
  });

  const drops = (): unknown[] => [...diagnostics.drops.values()];
  /** With nothing but the part of the hooks' handler that says when work is over. */
  const newPipeline = (): OperationPipeline => {
    const end: OperationHandler['end'] = (operation) => bus.release(operation);
    return new OperationPipeline({ handlers: [{ name: 'hooks', handles: () => true, end }] });
  };

  it('knows every event by name', () => {
    expect(telemetryEventNames).toContain('operation.end');
    expect(new Set(telemetryEventNames).size).toBe(13);
  });

  it('tells its listeners in a later turn, and when it happened, until they unsubscribe', async () => {
    const heard: unknown[] = [];
    // `Date.now()` knows whole milliseconds only, and the system may have set it since the process began.
    const nowMs = (): number => performance.timeOrigin + performance.now();
    const unsubscribe = bus.on('log', ({ message }, { epochMs }) => heard.push(message, epochMs));

    const earliestMs = nowMs();
    bus.emit('log', line);
    const latestMs = nowMs();
    await Promise.resolve();
    expect(heard).toEqual([]);
    await nextTurn();
    bus.emit('log', line);
    unsubscribe();
    await nextTurn();

    expect(heard).toEqual(['hello', expect.any(Number)]);
    expect(heard[1]).toBeGreaterThanOrEqual(earliestMs);
    expect(heard[1]).toBeLessThanOrEqual(latestMs);
    expect(bus.hasListeners('log')).toBe(false);
  });

  it('waits until the outermost work is over in which something happened', async () => {
    const pipeline = newPipeline();
    const heard: string[] = [];
    bus.on('log', ({ message }) => heard.push(message));
    const request = pipeline.start({ kind: 'http.server', name: 'GET' });
    const event = pipeline.start({ kind: 'event.process', name: 'paid', context: request.context, scope: {} });

    bus.emit('log', line, event);
    pipeline.end(event, { outcome: 'ok' });
    await nextTurn();
    expect(heard).toEqual([]);
    pipeline.end(request, { outcome: 'ok' });
    await nextTurn();

    expect(heard).toEqual(['hello']);
  });

  it('waits for no connection, and for a second at most', async () => {
    let nowMs = 0;
    bus = new TelemetryBus(diagnostics, { now: () => nowMs, toEpochMs: (reading) => reading });
    const pipeline = newPipeline();
    const heard: string[] = [];
    bus.on('log', ({ message }) => heard.push(message));
    const socket = pipeline.start({ kind: 'websocket.connection', name: 'socket' });
    jest.useFakeTimers();
    const request = pipeline.start({ kind: 'http.server', name: 'GET' });

    bus.emit('log', { ...line, message: 'on a socket' }, socket);
    bus.emit('log', { ...line, message: 'in a request' }, request);
    await nextTurn();
    expect(heard).toEqual(['on a socket']);
    nowMs = 1000;
    jest.advanceTimersByTime(250);
    await nextTurn();

    expect(heard).toEqual(['on a socket', 'in a request']);
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  it('tells at once what waits when it is flushed, and nothing that is forgotten', () => {
    const pipeline = newPipeline();
    const heard: string[] = [];
    bus.on('log', ({ message }) => heard.push(message));
    const [kept, ignored] = ['kept', 'ignored'].map((name) => pipeline.start({ kind: 'http.server', name }));

    for (const operation of [kept!, ignored!]) bus.emit('log', { ...line, message: operation.name }, operation);
    bus.forget(ignored!);
    bus.flush();

    expect(heard).toEqual(['kept']);
  });

  it('counts listeners that throw or reject, and keeps them', async () => {
    bus.on('log', () => {
      throw new Error('no');
    });
    bus.on('log', () => Promise.reject(new Error('no')));

    bus.emit('log', line);
    bus.emit('log', line);
    bus.flush();
    await nextTurn();

    expect([...diagnostics.failures.values()]).toEqual([{ labels: { handler: 'hook', phase: 'log' }, value: 4 }]);
  });

  it('leaves out a listener whose promises never settle, counts what it misses, and calls it again when one does', async () => {
    bus = new TelemetryBus(diagnostics, { now: () => 0, toEpochMs: (reading) => reading });
    const open: (() => void)[] = [];
    bus.on('log', () => new Promise<void>((resolve) => open.push(resolve)));

    for (let count = 0; count < 103; count++) bus.emit('log', line);
    bus.flush();
    expect(open.length).toBe(100);
    expect(drops()).toEqual([{ labels: { signal: 'hooks', reason: 'listener_busy' }, value: 3 }]);
    expect(warnings).toEqual([expect.stringContaining('A listener to log has 100 promises that do not settle')]);
    open[0]!();
    await nextTurn();
    bus.emit('log', line);
    await nextTurn();

    expect(open.length).toBe(101);
  });

  it('keeps no more than it may, and counts the rest', () => {
    const heard: string[] = [];
    bus.on('log', ({ message }) => heard.push(message));

    const long = 'x'.repeat(4 * 1024 * 1024);
    for (let count = 0; count < 3; count++) bus.emit('log', { ...line, message: long });
    bus.flush();

    expect(heard.length).toBe(1);
    expect(drops()).toEqual([{ labels: { signal: 'hooks', reason: 'queue_full' }, value: 2 }]);
  });

  it('says which event has a listener that blocks', () => {
    let nowMs = 0;
    bus = new TelemetryBus(diagnostics, { now: () => nowMs, toEpochMs: (reading) => reading });
    bus.on('log', () => void (nowMs += 62));

    bus.emit('log', line);
    bus.flush();

    expect(warnings).toEqual([expect.stringContaining('a listener to log held the process up for 62 ms')]);
    expect([...diagnostics.misuses.values()]).toEqual([
      { labels: { instrument: 'hooks', misuse: 'blocking' }, value: 1 },
    ]);
  });

  it('does not tell a listener what it has caused itself, directly or through another', async () => {
    const heard: string[] = [];
    const gauge: TelemetryEvents['metric'] = { name: 'depth', type: 'gauge', labels: {}, value: 1 };
    bus.on('log', async () => {
      heard.push('log');
      await nextTurn();
      bus.emit('log', line);
      bus.emit('metric', gauge);
    });
    bus.on('metric', () => {
      heard.push('metric');
      bus.emit('log', line);
    });

    bus.emit('log', line);
    for (let turn = 0; turn < 5; turn++) await nextTurn();

    expect(heard).toEqual(['log', 'metric']);
  });

  it('asks what a listener admits before anything is kept', () => {
    const heard: string[] = [];
    bus.on(
      'log',
      ({ message }) => heard.push(message),
      ({ level }) => level === 'ERROR',
    );

    bus.emit('log', line);
    bus.emit('log', { level: 'ERROR', message: 'broken' });
    bus.flush();

    expect(heard).toEqual(['broken']);
  });

  it('keeps nothing that no listener admits', () => {
    bus.on(
      'log',
      () => undefined,
      () => false,
    );
    const long = 'x'.repeat(9 * 1024 * 1024);

    for (let count = 0; count < 3; count++) bus.emit('log', { ...line, message: long });

    expect(drops()).toEqual([]);
  });

  it('waits for the work that an event names, or else for that which runs here', async () => {
    const pipeline = newPipeline();
    const heard: unknown[] = [];
    bus.on('operation.start', ({ operation }) => heard.push(operation.name));
    bus.on('log', ({ message }) => heard.push(message));
    const [named, here] = ['named', 'here'].map((name) => pipeline.start({ kind: 'http.server', name })) as [
      Operation,
      Operation,
    ];

    bus.emit('operation.start', { operation: named });
    pipeline.runIn(here, () => bus.emit('log', line));
    await nextTurn();
    const before = [...heard];
    pipeline.end(named, { outcome: 'ok' });
    await nextTurn();
    const afterOne = [...heard];
    pipeline.end(here, { outcome: 'ok' });
    await nextTurn();

    expect([before, afterOne, heard]).toEqual([[], ['named'], ['named', 'hello']]);
  });

  it('waits for nothing that has ended', async () => {
    const pipeline = newPipeline();
    const heard: string[] = [];
    bus.on('log', ({ message }) => heard.push(message));
    const request = pipeline.start({ kind: 'http.server', name: 'GET' });
    pipeline.end(request, { outcome: 'ok' });

    bus.emit('log', line, request);
    await nextTurn();

    expect(heard).toEqual(['hello']);
  });

  it('tells listeners in the context of the work', async () => {
    const seen: unknown[] = [];
    const pipeline = newPipeline();
    bus.on('log', () => seen.push(currentOperation()));
    const request = pipeline.start({ kind: 'http.server', name: 'GET' });

    bus.emit('log', line, request);
    pipeline.end(request, { outcome: 'ok' });
    await nextTurn();

    expect(seen).toEqual([request]);
  });

  it('says nothing more of interest once it is not wanted, nor twice for one listener', () => {
    let changes = 0;
    const stop = bus.onInterestChange(() => changes++);

    const unsubscribe = bus.on('log', () => undefined);
    unsubscribe();
    unsubscribe();
    const heldBy = [bus.hasListeners('log'), bus.hasListeners('metric')];
    stop();
    bus.on('log', () => undefined);

    expect([changes, heldBy, bus.hasListeners('log')]).toEqual([2, [false, false], true]);
  });

  it('says when interest begins and ends', () => {
    let changes = 0;
    bus.onInterestChange(() => changes++);

    const unsubscribes = [bus.on('log', () => 1), bus.on('log', () => 2)];
    unsubscribes.forEach((unsubscribe) => unsubscribe());

    expect(changes).toBe(2);
  });
});
