import { Diagnostics, TelemetryBus, type TelemetryEvents } from '../kernel/index.js';
import { subscribe, type HookOptions } from './hook.js';

type Line = TelemetryEvents['log'];

/** The lines that a hook with these options hears. */
function heardOf(lines: readonly Partial<Line>[], options: HookOptions<'log'>): Partial<Line>[] {
  const diagnostics = new Diagnostics(() => undefined);
  const bus = new TelemetryBus(diagnostics);
  const heard: Partial<Line>[] = [];
  subscribe(bus, diagnostics, { event: 'log', listener: (line) => heard.push(line), options });
  for (const line of lines) bus.emit('log', { level: 'INFO', message: 'hello', ...line });
  bus.flush();
  return heard;
}

const numbered = (count: number, make: (index: number) => Partial<Line>): Partial<Line>[] =>
  Array.from({ length: count }, (_, index) => make(index));

describe('A hook', () => {
  it('hears everything unless it says otherwise', () => {
    expect(heardOf([{}, {}], {}).length).toBe(2);
  });

  it.each([
    [
      'traces',
      (index: number) => ({
        traceId: `4bf92f3577b34da6a3c${(index * 4_503_599_627_370).toString(16).padStart(13, '0')}`,
      }),
    ],
    ['requests that have no trace', (index: number) => ({ correlationId: `f00dfeedf00dfeed-${index.toString(36)}` })],
  ])('hears about the share of %s that it asked for, and each time the same', (_what, make) => {
    const lines = numbered(1000, make);

    const heard = heardOf(lines, { sampleRatio: 0.3 });

    expect(heard.length).toBeGreaterThan(250);
    expect(heard.length).toBeLessThan(350);
    expect(heardOf(lines, { sampleRatio: 0.3 })).toEqual(heard);
    expect(heardOf(heard, { sampleRatio: 0.4 })).toEqual(heard);
  });

  it('hears nothing at a ratio of 0, and about a share of what has no ids at all', () => {
    expect(heardOf([{}, { requestId: 'r-1' }], { sampleRatio: 0 })).toEqual([]);
    const count = heardOf(
      numbered(1000, () => ({})),
      { sampleRatio: 0.5 },
    ).length;
    expect(count).toBeGreaterThan(350);
    expect(count).toBeLessThan(650);
  });

  it('refuses what nobody could mean', () => {
    const start = (event: string, options: object) => () =>
      subscribe(new TelemetryBus(new Diagnostics()), new Diagnostics(), { event, options, listener: () => 1 } as never);

    expect(start('logs', {})).toThrow('OBS_ERR_OPTION_INVALID  A hook listens to a telemetry event; got "logs"');
    expect(start('log', { sampleRatio: Number.NaN })).toThrow('must be a number from 0 to 1; got NaN');
  });
});
