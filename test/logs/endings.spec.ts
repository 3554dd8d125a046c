import { spawnSync } from 'node:child_process';
import { BuiltSource } from '../support/built-source.js';

const PROGRAM = 'test/logs/endings.program.ts';
/** Their lines are several times what a pipe holds. */
const RUNS = 1000;

let built: BuiltSource;

beforeAll(() => void (built = new BuiltSource([PROGRAM])));
afterAll(() => built.remove());

function linesUntil(ending: string) {
  const argv = [built.pathOf(PROGRAM), ending, String(RUNS)];
  const { stdout, status, signal } = spawnSync(process.execPath, argv, { encoding: 'utf8', maxBuffer: 1 << 26 });
  const messages = stdout
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { message: string }).message.replace(/ ok \d.*$/, ''));
  return { messages: messages.slice(messages.indexOf('inside 0')), endedWith: signal ?? status };
}

const OF_THE_RUNS = Array.from({ length: RUNS }, (_, run) => [`inside ${run}`, `run ${run}`]);

describe('Lines on standard output', () => {
  it.each<[string, string, string | number, string[]]>([
    ['has nothing left to do', 'nothing', 0, []],
    ['closes its application', 'close', 0, ['farewell']],
    ['calls process.exit', 'exit', 0, []],
    ['throws what nobody catches', 'throw', 1, ['The process is crashing: uncaughtException']],
    ['rejects what nobody awaits', 'reject', 1, ['The process is crashing: unhandledRejection']],
    ['is told to end by SIGTERM', 'signal', 'SIGTERM', ['farewell']],
  ])(
    'are all there, in order, when the program %s',
    (_what, ending, endedWith, last) => {
      expect(linesUntil(ending)).toEqual({ messages: [...OF_THE_RUNS.flat(), ...last], endedWith });
    },
    30_000,
  );
});
