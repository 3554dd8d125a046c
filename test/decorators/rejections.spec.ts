import { spawnSync } from 'node:child_process';
import { BuiltSource } from '../support/built-source.js';

const PROGRAM = 'test/decorators/rejections.program.ts';

let built: BuiltSource;

beforeAll(() => void (built = new BuiltSource([PROGRAM])));
afterAll(() => built.remove());

it('a decorated method leaves a rejection unhandled that nobody handles, and handled that somebody does', () => {
  const [plain, decorated] = ['plain', 'decorated'].map(outputOf);

  expect(decorated).toBe(plain);
  expect(plain!.match(/^(unhandled|caught): .+$/gm)).toEqual([
    'unhandled: Error: nobody awaits this',
    'unhandled: Error: nobody awaits this',
    'caught: Error: nobody awaits this',
  ]);
}, 120_000);

function outputOf(manner: string): string {
  const { stdout } = spawnSync(process.execPath, [built.pathOf(PROGRAM), manner], {
    encoding: 'utf8',
    timeout: 50_000,
  });
  return stdout;
}
