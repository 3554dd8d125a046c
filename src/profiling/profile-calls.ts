/** A kept profile as what flame graphs are drawn from: functions, the call tree over them, and samples in the order of time, in arrays. */
import type { Activity } from './activity-table.js';
import { cpuCallTree, heapCallTree, type CallTree } from './call-tree.js';
import type { CpuContent } from './cpu-recording.js';
import type { ProfileContent } from './formats/profile-file.js';
import { frameName } from './frame-names.js';
import { bytesByNode } from './heap-recording.js';
import type { FunctionName } from './profile.js';
import { timedSamples } from './timed-samples.js';
import type { CallFrame } from './v8-profile.js';

/**
 * The calls of a kept profile, in arrays.
 *
 * @example
 * ```ts
 * const calls: ProfileCalls | undefined = await app.get(ProfilingService).calls('p1');
 *
 * console.log(calls?.nodes.self.length, 'calls of', calls?.functions.length, 'functions');
 * ```
 */
export interface ProfileCalls {
  /** Each once. */
  readonly functions: readonly FunctionName[];
  /** Callers stand before their callees; the first is the root. */
  readonly nodes: {
    /** Place in `functions`. */
    readonly function: readonly number[];
    /** Place of the caller; -1 for the root. */
    readonly caller: readonly number[];
    /** Microseconds, or bytes, in the call itself; waiting has a function of its own, `(idle)`. */
    readonly self: readonly number[];
  };
  /** Of CPU profiles. */
  readonly samples: CallSamples | undefined;
  /** Operations that ran while a sample was taken. */
  readonly activities: readonly Activity[];
}

/**
 * Which call each sample met, in the order of time.
 *
 * @example
 * ```ts
 * const totalUs = ({ durationUs }: CallSamples): number => durationUs.reduce((sum, us) => sum + us, 0);
 * ```
 */
export interface CallSamples {
  /** Place in `nodes`. */
  readonly node: readonly number[];
  readonly durationUs: readonly number[];
  /** Place in `activities`; -1 for none. */
  readonly activity: readonly number[];
}

export function profileCalls(content: ProfileContent): ProfileCalls {
  if (content.kind === 'heap') {
    const calls = new Calls(heapCallTree(content.profile));
    for (const [id, bytes] of bytesByNode(content.profile)) calls.add(id, bytes);
    return { ...calls.written, samples: undefined, activities: [] };
  }
  const calls = new Calls(cpuCallTree(content.profile));
  const samples = samplesOf(content, calls);
  return { ...calls.written, samples, activities: content.activities };
}

function samplesOf({ profile, activityOf }: CpuContent, calls: Calls): CallSamples {
  const timed = timedSamples(profile);
  return {
    node: timed.map(({ nodeId, lastsUs }) => calls.add(nodeId, lastsUs)),
    durationUs: timed.map(({ lastsUs }) => lastsUs),
    activity: activityOf,
  };
}

/** Nodes and functions by their places instead of V8's numbers. */
class Calls {
  readonly written: Pick<ProfileCalls, 'functions'> & {
    readonly nodes: { readonly function: number[]; readonly caller: number[]; readonly self: number[] };
  };
  private readonly functions: FunctionName[] = [];
  private readonly placeOfFunction = new Map<string, number>();
  private readonly placeOfNode = new Map<number, number>();

  constructor(tree: CallTree) {
    this.written = { functions: this.functions, nodes: { function: [], caller: [], self: [] } };
    const { nodes } = this.written;
    for (const [id, { frame, caller }] of tree) {
      this.placeOfNode.set(id, nodes.self.push(0) - 1);
      nodes.function.push(this.functionOf(frame));
      nodes.caller.push(caller === undefined ? -1 : this.placeOfNode.get(caller.id)!);
    }
  }

  /** @returns the node's place */
  add(id: number, weight: number): number {
    const place = this.placeOfNode.get(id)!;
    this.written.nodes.self[place]! += weight;
    return place;
  }

  private functionOf(frame: CallFrame): number {
    const { scriptId, lineNumber, columnNumber, functionName } = frame;
    const key = `${scriptId}:${lineNumber}:${columnNumber} ${functionName}`;
    const known = this.placeOfFunction.get(key);
    if (known !== undefined) return known;
    const place = this.functions.push(frameName(frame)) - 1;
    this.placeOfFunction.set(key, place);
    return place;
  }
}
