import { cpuProfile } from '../../test/profiling/cpu-profile.js';
import { profileCalls } from './profile-calls.js';

const price = { kind: 'http.server', name: 'GET /price' } as const;

it('A CPU profile is told in arrays: functions once, calls after their callers, samples in the order of time', () => {
  const profile = cpuProfile(['price', '(idle)'], {
    startTime: 1000,
    endTime: 2000,
    samples: [
      ['price', 0],
      ['(idle)', 300],
      ['price', 500],
    ],
  });

  const calls = profileCalls({
    kind: 'cpu',
    profile,
    activityOf: [0, -1, 0],
    activities: [{ operation: price, entry: price }],
    attributedUntilUs: undefined,
  });

  expect(calls).toEqual({
    functions: [
      { name: '(root)', file: undefined, line: undefined, isInApp: false },
      { name: 'price', file: 'src/price.ts', line: 7, isInApp: true },
      { name: '(idle)', file: undefined, line: undefined, isInApp: false },
    ],
    nodes: { function: [0, 1, 2], caller: [-1, 0, 0], self: [0, 500, 500] },
    samples: { node: [1, 2, 1], durationUs: [300, 500, 200], activity: [0, -1, 0] },
    activities: [{ operation: price, entry: price }],
  });
});

it('A heap profile is told the same way, in bytes and without time', () => {
  const frame = (functionName: string, url: string) => ({
    functionName,
    scriptId: functionName,
    url,
    lineNumber: 0,
    columnNumber: 0,
  });
  const leak = { id: 2, callFrame: frame('leak', `${process.cwd()}/src/leak.ts`), selfSize: 96, children: [] };
  const head = { id: 1, callFrame: frame('(root)', ''), selfSize: 0, children: [leak] };
  const samples = [
    { nodeId: 2, size: 64, ordinal: 1 },
    { nodeId: 2, size: 32, ordinal: 2 },
  ];

  expect(profileCalls({ kind: 'heap', profile: { head, samples } })).toEqual({
    functions: [
      { name: '(root)', file: undefined, line: undefined, isInApp: false },
      { name: 'leak', file: 'src/leak.ts', line: 1, isInApp: true },
    ],
    nodes: { function: [0, 1], caller: [-1, 0], self: [0, 96] },
    samples: undefined,
    activities: [],
  });
});
