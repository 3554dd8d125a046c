import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { BuiltSource } from '../support/built-source.js';

const PROGRAM = 'test/exporters/loading.program.ts';
const OWN_OF = {
  events: ['rotating-file', 'telemetry-exporters', 'webhook'],
  metrics: ['metric-requests', 'otlp-metrics'],
  logs: ['otlp-log-record', 'otlp-logs'],
};

const run = promisify(execFile);

let built: BuiltSource;

beforeAll(() => void (built = new BuiltSource([PROGRAM])));
afterAll(() => built.remove());

it('loads what is asked for, and nothing of the rest', async () => {
  const parts = await Promise.all([
    partsLoadedBy({}),
    partsLoadedBy({ metrics: { exporter: 'otlp', endpoint: 'http://127.0.0.1:9' } }),
    partsLoadedBy({ exporters: [{ type: 'file', path: '/dev/null' }], logs: { level: 'fatal', exporter: 'otlp' } }),
  ]);

  expect(parts).toEqual([[], ['metrics'], ['events', 'logs']]);
});

async function partsLoadedBy(options: object): Promise<string[]> {
  const argv = [built.pathOf(PROGRAM), JSON.stringify({ ...options, shutdown: { flushTimeoutMs: 100 } })];
  const { stdout } = await run(process.execPath, argv);
  const loaded = JSON.parse(stdout) as string[];
  return Object.entries(OWN_OF).flatMap(([part, files]) => (files.some((file) => loaded.includes(file)) ? [part] : []));
}
