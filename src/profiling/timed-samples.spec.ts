import { cpuProfile } from '../../test/profiling/cpu-profile.js';
import { samplesSince, timedSamples } from './timed-samples.js';

it('gives each sample its time, how long it lasted, and whether anything of the application ran', () => {
  const profile = cpuProfile(['work', '(idle)', '(program)', '(garbage collector)'], {
    startTime: 1000,
    samples: [
      ['work', 10],
      ['(idle)', 100],
      ['(program)', 200],
      ['(garbage collector)', 5],
    ],
    endTime: 1400,
  });

  expect(timedSamples(profile)).toEqual([
    { nodeId: 2, atUs: 1010, lastsUs: 100, isIdle: false, isOfNobody: false },
    { nodeId: 3, atUs: 1110, lastsUs: 200, isIdle: true, isOfNobody: true },
    { nodeId: 4, atUs: 1310, lastsUs: 5, isIdle: false, isOfNobody: true },
    { nodeId: 5, atUs: 1315, lastsUs: 85, isIdle: false, isOfNobody: false },
  ]);
});

it('takes samples that V8 stored in the wrong order for no time', () => {
  const profile = cpuProfile(['work'], {
    startTime: 0,
    samples: [
      ['work', 10],
      ['work', -4],
      ['work', 10],
    ],
    endTime: 20,
  });

  expect(timedSamples(profile).map(({ lastsUs }) => lastsUs)).toEqual([0, 10, 4]);
});

it('leaves out samples before a time, and keeps the times of the others', () => {
  const profile = cpuProfile(['early', 'late'], {
    startTime: 1000,
    samples: [
      ['early', 10],
      ['early', 100],
      ['late', 200],
      ['late', 50],
    ],
    endTime: 1400,
  });

  const { startTime, samples, timeDeltas, endTime, nodes } = samplesSince(profile, 1200);

  expect({ startTime, samples, timeDeltas, endTime }).toEqual({
    startTime: 1200,
    samples: [3, 3],
    timeDeltas: [110, 50],
    endTime: 1400,
  });
  expect(nodes).toBe(profile.nodes);
});
