/** What this process is to `node:cluster`, without loading the module where nobody has. */
import type { Worker } from 'node:cluster';

interface Cluster {
  readonly isPrimary: boolean;
  readonly worker?: Worker;
}

/** Of the worker that this process is. */
export function clusterWorkerId(): number | undefined {
  return loadedCluster()?.worker?.id;
}

/** Whether workers may be forked here. */
export function isClusterPrimary(): boolean {
  return loadedCluster()?.isPrimary === true;
}

/** Node itself loads it in workers; whoever forks them has loaded it, and so has whoever listens. */
function loadedCluster(): Cluster | undefined {
  const { moduleLoadList } = process as { readonly moduleLoadList?: readonly string[] };
  return moduleLoadList?.includes('NativeModule cluster') === true ? (require('node:cluster') as Cluster) : undefined;
}
