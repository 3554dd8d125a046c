/** A profile made by hand, for specs: a tree written as calls in calls, with what each took. */
import type { ProfileAnswer, ProfileFrame } from '../../../shapes/index.js';

/** `['handler', 5, ['sort', 20], ['hash', 10]]`: name, time in itself, what it called. */
export interface WrittenCall extends ReadonlyArray<string | number | WrittenCall> {
  readonly 0: string;
  readonly 1: number;
}

export function profileOf(written: WrittenCall, samples: ProfileAnswer['samples'] = null): ProfileAnswer {
  const frames: ProfileFrame[] = [];
  const nodes = { frame: [] as number[], parent: [] as number[], self: [] as number[] };
  const add = (call: WrittenCall, parent: number): void => {
    const node = nodes.frame.push(frameOf(frames, call[0])) - 1;
    nodes.parent.push(parent);
    nodes.self.push(call[1]);
    for (const callee of call.slice(2)) add(callee as WrittenCall, node);
  };
  add(written, -1);
  return { version: 1, profile: row, folder: '/app', frames, nodes, samples, spans: [] };
}

const row: ProfileAnswer['profile'] = {
  id: 'cpu-1',
  kind: 'cpu',
  cause: 'asked',
  startedAtMs: 0,
  durationMs: 1,
  headline: '',
  busyMs: 1,
  bytes: null,
};

function frameOf(frames: ProfileFrame[], name: string): number {
  const known = frames.findIndex((frame) => frame.name === name);
  if (known >= 0) return known;
  const isOurs = !name.startsWith('(');
  return frames.push({ name, file: isOurs ? `src/${name}.ts` : null, line: isOurs ? 1 : null, isInApp: isOurs }) - 1;
}
