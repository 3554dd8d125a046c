import type { Account } from '../../trust/part.js';
import { isHeld, runPart } from '../../trust/run.js';
import { BuiltSource } from '../support/built-source.js';
import { ENDINGS, type Ending } from './endings.js';

const PROGRAM = 'test/trust/example-part.program.ts';
const FRAME = ['trust/harness/run-part.ts', 'trust/harness/trial.ts', 'trust/part.ts', 'test/trust/endings.ts'];
const held: Account = { attackClass: 'example.class', tried: 3, findings: [], figures: {} };

let built: BuiltSource;

beforeAll(() => void (built = new BuiltSource([PROGRAM, ...FRAME])));
afterAll(() => built.remove());

function runThatOne(ending: Ending): Promise<readonly Account[]> {
  const part = { title: 'it ends', script: PROGRAM.replace(/\.ts$/, '.js'), seconds: { short: 1, usual: 1, long: 1 } };
  return runPart(built.pathOf(''), 'example', part, { length: 'short', seed: ENDINGS.indexOf(ending), seconds: 1 });
}

const lostBy = (ending: Ending, fact: string): Account => ({
  attackClass: 'example',
  tried: 0,
  findings: [{ fact, reproduce: `{"length":"short","seed":${ENDINGS.indexOf(ending)},"seconds":1}` }],
  figures: {},
});

describe('a part in a process of its own', () => {
  afterEach(() => jest.useRealTimers());

  it('gives its account', async () => {
    expect(await runThatOne('holds')).toEqual([held]);
  });

  it('that throws keeps what it tried, and the error is a finding', async () => {
    expect(await runThatOne('throws')).toEqual([
      held,
      {
        attackClass: 'example',
        tried: 0,
        findings: [{ fact: 'the part itself failed', reproduce: expect.stringContaining('not a part of the plan') }],
        figures: {},
      },
    ]);
  });

  it('that dies has lost everything', async () => {
    expect(await runThatOne('dies')).toEqual([lostBy('dies', 'it ended with code 3 and gave no account')]);
  });

  it('that hangs is ended ten minutes after its time', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    const accounts = runThatOne('hangs');

    jest.advanceTimersByTime(601_000);

    expect(await accounts).toEqual([lostBy('hangs', 'it ended with SIGKILL and gave no account')]);
  });
});

describe('an account', () => {
  it('is held where something was tried and nothing found', () => {
    const found = { ...held, findings: [{ fact: 'a leak', reproduce: '' }] };

    expect([held, found, { ...held, tried: 0 }].map(isHeld)).toEqual([true, false, false]);
  });
});
