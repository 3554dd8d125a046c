import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ObservabilityOptions } from 'nestjs-observability';
import { closeApplications, platforms, startApplication } from '../support/application.js';
import { BuiltSource } from '../support/built-source.js';
import { BASE } from './watched-shop.js';

const PROGRAM = 'test/console/off.program.ts';
const NOT_THERE = { statuses: [404, 404, 404, 404, 404], handlers: [], files: [] };

const run = promisify(execFile);

let built: BuiltSource;

beforeAll(() => void (built = new BuiltSource([PROGRAM])), 60_000);
afterAll(() => built.remove());
afterEach(closeApplications);

interface Trace {
  readonly statuses: readonly number[];
  readonly handlers: readonly string[];
  readonly files: readonly string[];
}

async function traceOf(options: ObservabilityOptions): Promise<Trace> {
  const { stdout } = await run(process.execPath, [built.pathOf(PROGRAM), JSON.stringify(options)]);
  // Where the console is on, the log comes first.
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as Trace;
}

it('Switched off it leaves no trace: no route, no handler, no file loaded', async () => {
  const ways = [
    { environment: 'production' },
    { environment: 'test' },
    { environment: 'development', console: { enabled: false } },
    { environment: 'development', enabled: false },
  ];

  expect(await Promise.all(ways.map(traceOf))).toEqual(ways.map(() => NOT_THERE));
}, 60_000);

it('Switched on it is loaded', async () => {
  const { statuses, handlers, files } = await traceOf({ environment: 'development' });

  expect(statuses.slice(2, 4)).toEqual([401, 405]);
  expect(handlers).toContain('console-errors');
  expect(files).toContain('console.js');
}, 60_000);

it.each(platforms)('In production it is not there, nor said to be: 404 of the application on %s', async (platform) => {
  const { request } = await startApplication({ platform, observability: { environment: 'production' } });

  const [console, unknown] = await Promise.all([request(BASE), request('/unknown')]);

  const body = { message: `Cannot GET ${BASE}`, error: 'Not Found', statusCode: 404 };
  expect([console.status, await console.json()]).toEqual([404, body]);
  expect(Object.keys(Object.fromEntries(console.headers))).toEqual(Object.keys(Object.fromEntries(unknown.headers)));
});
