/** What a CPU profile says at a glance: the hottest functions, routes, operations and spans. */
import type { Activity } from './activity-table.js';
import { NO_ACTIVITY } from './activity-table.js';
import { cpuCallTree } from './call-tree.js';
import type { CpuContent } from './cpu-recording.js';
import { hotFunctions, type FunctionWeight } from './hot-functions.js';
import type { CpuProfile, FunctionTime, OperationTime, ProfileFacts } from './profile.js';
import { timedSamples } from './timed-samples.js';

const MAX_OPERATIONS = 200;
const MAX_SPANS = 100;

type Tables = Omit<CpuProfile, keyof ProfileFacts | 'kind' | 'samplingIntervalUs'>;

export function summarizeCpu(content: CpuContent): Tables {
  const { profile, activities, attributedUntilUs } = content;
  const { byNode, byActivity, idleUs } = weigh(content);
  const busyUs = sum(byNode.values());
  const time = (us: number) => ({ selfMs: us / 1000, share: share(us, busyUs) });
  const operationTimes = (keyOf: (activity: Activity) => string, nameOf: NameOf): OperationTime[] =>
    addUp(byActivity, activities, keyOf)
      .slice(0, MAX_OPERATIONS)
      .map(({ activity, us }) => ({ ...nameOf(activity), ...time(us) }));

  return {
    samples: profile.samples.length,
    busyMs: busyUs / 1000,
    idleMs: idleUs / 1000,
    unattributedMs: (byActivity.get(NO_ACTIVITY) ?? 0) / 1000,
    hotFunctions: hotFunctions(cpuCallTree(profile), byNode).map((hot) => functionTime(hot, busyUs)),
    routes: operationTimes(
      ({ entry }) => `${entry.kind} ${entry.name}`,
      ({ entry }) => entry,
    ),
    operations: operationTimes(
      ({ operation }) => `${operation.kind} ${operation.name}`,
      ({ operation }) => operation,
    ),
    spans: addUp(byActivity, activities, ({ spanId }) => spanId)
      .slice(0, MAX_SPANS)
      .map(({ activity: { operation, traceId, spanId }, us }) => ({
        ...operation,
        traceId: traceId!,
        spanId: spanId!,
        ...time(us),
      })),
    attributedUntilMs: attributedUntilUs === undefined ? undefined : (attributedUntilUs - profile.startTime) / 1000,
  };
}

function functionTime({ function: name, self, withCallees }: FunctionWeight, busyUs: number): FunctionTime {
  const whole = Math.max(self, withCallees);
  return { ...name, selfMs: self / 1000, withCalleesMs: whole / 1000, share: share(whole, busyUs) };
}

type NameOf = (activity: Activity) => Activity['operation'];

interface Weights {
  readonly byNode: Map<number, number>;
  readonly byActivity: Map<number, number>;
  readonly idleUs: number;
}

/** Microseconds of busy samples by node and by activity. */
function weigh({ profile, activityOf }: CpuContent): Weights {
  const byNode = new Map<number, number>();
  const byActivity = new Map<number, number>();
  let idleUs = 0;
  timedSamples(profile).forEach(({ nodeId, lastsUs, isIdle }, index) => {
    if (isIdle) return void (idleUs += lastsUs);
    add(byNode, nodeId, lastsUs);
    add(byActivity, activityOf[index]!, lastsUs);
  });
  return { byNode, byActivity, idleUs };
}

/** By what `keyOf` says of an activity, the longest first; activities without a key are left out. */
function addUp(
  byActivity: ReadonlyMap<number, number>,
  activities: readonly Activity[],
  keyOf: (activity: Activity) => string | undefined,
): { readonly activity: Activity; readonly us: number }[] {
  const rows = new Map<string, { activity: Activity; us: number }>();
  for (const [place, us] of byActivity) {
    const activity = activities[place];
    const key = activity === undefined ? undefined : keyOf(activity);
    if (activity === undefined || key === undefined) continue;
    const row = rows.get(key);
    if (row === undefined) rows.set(key, { activity, us });
    else row.us += us;
  }
  return [...rows.values()].toSorted((left, right) => right.us - left.us);
}

function add<K>(weights: Map<K, number>, key: K, weight: number): void {
  weights.set(key, (weights.get(key) ?? 0) + weight);
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
