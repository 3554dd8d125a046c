import { spawnSync } from 'node:child_process';
import { BuiltSource } from '../support/built-source.js';

const PROGRAM = 'test/traces/sdk-loading.program.ts';

let built: BuiltSource;

beforeAll(() => void (built = new BuiltSource([PROGRAM])));
afterAll(() => built.remove());

it("loads OpenTelemetry's trace SDK for the first span that is not ours, which then shares trace and resource with ours", () => {
  const { stdout } = spawnSync(process.execPath, [built.pathOf(PROGRAM)], { encoding: 'utf8', timeout: 20_000 });
  const told = stdout.split('\n').find((line) => line.startsWith('{"loaded"'));

  expect(JSON.parse(told ?? stdout)).toEqual({
    loaded: [false, false, true],
    names: ['GET /own', 'foreign', 'GET /foreign'],
    isOneTrace: true,
    isInside: true,
    isOneResource: true,
    sdkLanguage: 'nodejs',
  });
}, 30_000);
