/** A V8 CPU profile made by hand: functions called by the root, and samples of them. */
import type { V8CpuProfile } from '../../src/profiling/v8-profile.js';

export interface Samples {
  readonly startTime: number;
  readonly endTime: number;
  /** Function, and microseconds since the sample before. */
  readonly samples: readonly (readonly [name: string, deltaUs: number])[];
}

export function cpuProfile(names: readonly string[], { startTime, endTime, samples }: Samples): V8CpuProfile {
  const frame = (functionName: string, url: string) => ({
    functionName,
    scriptId: '1',
    url,
    lineNumber: 6,
    columnNumber: 0,
  });
  const functions = names.map((name, index) => ({
    id: index + 2,
    callFrame: frame(name, name.startsWith('(') ? '' : `${process.cwd()}/src/${name}.ts`),
  }));
  const root = { id: 1, callFrame: frame('(root)', ''), children: functions.map(({ id }) => id) };
  return {
    nodes: [root, ...functions],
    startTime,
    endTime,
    samples: samples.map(([name]) => names.indexOf(name) + 2),
    timeDeltas: samples.map(([, deltaUs]) => deltaUs),
  };
}
