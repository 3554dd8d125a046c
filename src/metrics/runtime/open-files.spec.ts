import fs, { closeSync, openSync, readdirSync } from 'node:fs';
import { PrometheusRegistry } from '../prometheus-registry.js';
import { openFileCount } from './open-files.js';

/** Less the one that is open to read them. */
const counted = (): number => readdirSync('/proc/self/fd').length - 1;

const describeOnLinux = process.platform === 'linux' ? describe : describe.skip;

describeOnLinux('Open files', () => {
  afterEach(() => jest.restoreAllMocks());

  it('are as many as the kernel lists, before and after more are opened', async () => {
    const before = await openFileCount();
    const files = Array.from({ length: 50 }, () => openSync('/dev/null', 'r'));
    const during = await openFileCount();
    files.forEach((file) => closeSync(file));

    expect([before, during, await openFileCount()]).toEqual([counted(), counted() + 50, counted()]);
  });

  it('are counted where the kernel does not say their number', async () => {
    jest.spyOn(fs, 'statSync').mockReturnValue({ size: 0 } as fs.Stats);

    expect(await openFileCount()).toBe(counted());
  });

  it("are what prom-client's own gauge says", async () => {
    const registry = new PrometheusRegistry({});
    const stop = registry.addDefaultMetrics();

    const gauge = registry.foreign().metrics.find(({ name }) => name === 'process_open_fds')!;
    const { values } = await gauge.get();
    stop();

    expect(values).toEqual([{ labels: {}, value: counted() }]);
  });
});
