import { Diagnostics } from './diagnostics.js';
import { TelemetryBus, type TelemetryEvents } from './telemetry-bus.js';

const line: TelemetryEvents['log'] = { level: 'INFO', message: 'hello' };
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('TelemetryBus', () => {
  it('tells its listeners after the work that emitted, until they unsubscribe', async () => {
    const bus = new TelemetryBus(new Diagnostics(() => undefined));
    const heard: string[] = [];
    const unsubscribe = bus.on('log', ({ message }) => heard.push(message));

    bus.emit('log', line);
    expect(heard).toEqual([]);
    await nextTurn();
    unsubscribe();
    bus.emit('log', line);
    await nextTurn();

    expect(heard).toEqual(['hello']);
    expect(bus.hasListeners('log')).toBe(false);
  });

  it('counts listeners that throw or reject, and keeps them', async () => {
    const diagnostics = new Diagnostics(() => undefined);
    const bus = new TelemetryBus(diagnostics);
    bus.on('log', () => {
      throw new Error('no');
    });
    bus.on('log', () => Promise.reject(new Error('no')));

    bus.emit('log', line);
    bus.emit('log', line);
    await nextTurn();

    expect([...diagnostics.failures.values()]).toEqual([{ labels: { handler: 'hook', phase: 'log' }, value: 4 }]);
  });

  it('does not tell a listener of the line that it writes itself', async () => {
    const bus = new TelemetryBus(new Diagnostics(() => undefined));
    let heard = 0;
    bus.on('log', () => {
      heard++;
      bus.emit('log', line);
    });

    bus.emit('log', line);
    await nextTurn();

    expect(heard).toBe(1);
  });

  it('says when interest begins and ends', () => {
    const bus = new TelemetryBus(new Diagnostics(() => undefined));
    let changes = 0;
    bus.onInterestChange(() => changes++);

    const unsubscribes = [bus.on('log', () => 1), bus.on('log', () => 2)];
    unsubscribes.forEach((unsubscribe) => unsubscribe());

    expect(changes).toBe(2);
  });
});
