/** A profile as stacks with weights: what every format beside V8's own is written from. */
import type { Activity } from '../activity-table.js';
import { cpuCallTree, heapCallTree, stackOf, type CallNode, type CallTree } from '../call-tree.js';
import type { CpuContent } from '../cpu-recording.js';
import type { HeapContent } from '../heap-recording.js';
import { timedSamples } from '../timed-samples.js';
import type { CallFrame } from '../v8-profile.js';

export interface WeightedStack {
  /** The innermost first. */
  readonly frames: readonly CallFrame[];
  /** Samples of a CPU profile, sampled objects of a heap profile. */
  count: number;
  /** Nanoseconds or bytes. */
  amount: number;
  /** Of CPU profiles: whose work it was, where that is known. */
  readonly activity: Activity | undefined;
}

const NS_PER_US = 1000;

/** Time in which the thread waited is left out. */
export function cpuStacks({ profile, activityOf, activities }: CpuContent): WeightedStack[] {
  const stacks = new Stacks(cpuCallTree(profile));
  timedSamples(profile).forEach(({ nodeId, lastsUs, isIdle }, index) => {
    const place = activityOf[index]!;
    if (!isIdle) stacks.add(nodeId, lastsUs * NS_PER_US, place, activities[place]);
  });
  return stacks.all();
}

export function heapStacks({ profile }: HeapContent): WeightedStack[] {
  const stacks = new Stacks(heapCallTree(profile));
  for (const { nodeId, size } of profile.samples) stacks.add(nodeId, size);
  return stacks.all();
}

/** Samples of the same place and activity are one stack. */
class Stacks {
  private readonly byKey = new Map<string, WeightedStack>();

  constructor(private readonly tree: CallTree) {}

  add(nodeId: number, amount: number, place = 0, activity?: Activity): void {
    const key = `${nodeId} ${place}`;
    const known = this.byKey.get(key);
    if (known === undefined) this.byKey.set(key, { frames: this.framesOf(nodeId), count: 1, amount, activity });
    else {
      known.count += 1;
      known.amount += amount;
    }
  }

  all(): WeightedStack[] {
    return [...this.byKey.values()];
  }

  private framesOf(nodeId: number): CallFrame[] {
    const node: CallNode | undefined = this.tree.get(nodeId);
    return node === undefined ? [] : stackOf(node).map(({ frame }) => frame);
  }
}
