import { cpuProfile } from '../../test/profiling/cpu-profile.js';
import type { Activity } from './activity-table.js';
import { summarizeCpu } from './cpu-summary.js';

const order: Activity = {
  operation: { kind: 'method', name: 'Orders.find' },
  entry: { kind: 'http.server', name: 'GET /orders/:id' },
  traceId: 'aa',
  spanId: 'bb',
};
const unrecorded: Activity = { operation: order.entry, entry: order.entry };

describe('The summary of a CPU profile', () => {
  it('shares busy time out to functions, routes, operations and spans', () => {
    const profile = cpuProfile(['price', 'render', '(idle)', '(program)'], {
      startTime: 0,
      samples: [
        ['price', 0],
        ['price', 4000],
        ['render', 2000],
        ['(idle)', 1000],
        ['(program)', 90_000],
      ],
      endTime: 100_000,
    });

    expect(
      summarizeCpu({
        kind: 'cpu',
        profile,
        activityOf: [0, 1, 1, -1, -1],
        activities: [order, unrecorded],
        attributedUntilUs: undefined,
      }),
    ).toEqual({
      samples: 5,
      busyMs: 10,
      idleMs: 90,
      unattributedMs: 3,
      hotFunctions: [
        { name: 'price', file: 'src/price.ts', line: 7, isInApp: true, selfMs: 6, withCalleesMs: 6, share: 0.6 },
        {
          name: '(program)',
          file: undefined,
          line: undefined,
          isInApp: false,
          selfMs: 3,
          withCalleesMs: 3,
          share: 0.3,
        },
        { name: 'render', file: 'src/render.ts', line: 7, isInApp: true, selfMs: 1, withCalleesMs: 1, share: 0.1 },
      ],
      routes: [{ kind: 'http.server', name: 'GET /orders/:id', selfMs: 7, share: 0.7 }],
      operations: [
        { kind: 'method', name: 'Orders.find', selfMs: 4, share: 0.4 },
        { kind: 'http.server', name: 'GET /orders/:id', selfMs: 3, share: 0.3 },
      ],
      spans: [{ kind: 'method', name: 'Orders.find', traceId: 'aa', spanId: 'bb', selfMs: 4, share: 0.4 }],
      attributedUntilMs: undefined,
    });
  });

  it('has nothing to share where nothing ran, and says until when it knew whose work it was', () => {
    const profile = cpuProfile(['(idle)'], { startTime: 500, samples: [['(idle)', 0]], endTime: 1500 });

    expect(summarizeCpu({ kind: 'cpu', profile, activityOf: [-1], activities: [], attributedUntilUs: 1000 })).toEqual({
      samples: 1,
      busyMs: 0,
      idleMs: 1,
      unattributedMs: 0,
      hotFunctions: [],
      routes: [],
      operations: [],
      spans: [],
      attributedUntilMs: 0.5,
    });
  });
});
