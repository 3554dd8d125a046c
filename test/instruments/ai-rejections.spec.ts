import { spawnSync } from 'node:child_process';
import { BuiltSource } from '../support/built-source.js';

const PROGRAM = 'test/instruments/ai-rejections.program.ts';

let built: BuiltSource;

beforeAll(() => void (built = new BuiltSource([PROGRAM])));
afterAll(() => built.remove());

it('leaves rejections unhandled that nobody handles, and handled those that somebody does', () => {
  const [plain, observed] = ['plain', 'observed'].map(outputOf);

  expect(observed).toBe(plain);
  expect(plain!.match(/^unhandled \w+$/gm)).toEqual([
    'unhandled RateLimitError',
    'unhandled RateLimitError',
    'unhandled TypeError',
  ]);
}, 60_000);

function outputOf(manner: string): string {
  const { stdout } = spawnSync(process.execPath, [built.pathOf(PROGRAM), manner], {
    encoding: 'utf8',
    timeout: 25_000,
  });
  return stdout;
}
