/** Makes what an application needs that is not alone. */
import { isMainThread } from 'node:worker_threads';
import type { MetricRegistry } from '../metric-registry.js';
import { AggregationRoot } from './aggregation-root.js';
import type { AggregatedApplication } from './aggregation.js';
import { isClusterPrimary } from './cluster/cluster-role.js';
import { Contributor } from './telling/contributor.js';
import { PROTOCOL, type Introduction } from './talking/member.js';
import { Membership } from './talking/membership.js';
import type { ListeningWire } from './talking/peer.js';
import { pageTimeoutMs, rootTimeoutMs, threadsTimeoutMs } from './talking/timeouts.js';

export type JoiningMember = Pick<Introduction, 'id' | 'name' | 'threadId'>;

export interface JoinOptions {
  readonly application: AggregatedApplication;
  readonly root: AggregationRoot;
  readonly key: string;
  readonly wire: ListeningWire;
  readonly who: JoiningMember;
  /** Whether pages wait for the welcome at first, since somebody may be there to give it. */
  readonly isExpected: boolean;
}

export function join({ application: { registry, config }, root, key, wire, who, isExpected }: JoinOptions): Membership {
  const { maxSeries, maxLabelValues, collectTimeoutMs } = registry.config;
  const contributor = root.gathering.own!;
  const { unanswered } = contributor;
  return new Membership({
    wire,
    key,
    introduction: { ...who, protocol: PROTOCOL, unanswered, maxSeries, maxLabelValues, collectTimeoutMs },
    contributor,
    root,
    handOverIntervalMs: config.handOverIntervalMs,
    welcomeTimeoutMs: isExpected ? pageTimeoutMs(collectTimeoutMs) : 0,
    pageTimeoutMs: pageTimeoutMs(collectTimeoutMs),
    diagnostics: registry.diagnostics,
  });
}

/** Where what an application counts comes together with what its threads and workers count. */
export function rootOf({ registry, exposition }: AggregatedApplication, key: string): AggregationRoot {
  const root = isClusterPrimary() ? rootOfCluster(registry, key) : newRoot(registry, threadsTimeoutMs);
  root.gathering.own = new Contributor({ registry, reader: exposition.reader, isThread: !isMainThread });
  return root;
}

/** Workers may have come before the application. */
function rootOfCluster(registry: MetricRegistry, key: string): AggregationRoot {
  const { clusterRoot } = require('./cluster/cluster-primary.js') as ClusterPrimary;
  return clusterRoot(key) ?? newRoot(registry, rootTimeoutMs);
}

function newRoot(
  { config, diagnostics }: MetricRegistry,
  timeoutMs: (collectTimeoutMs: number) => number,
): AggregationRoot {
  const { maxSeries, maxLabelValues, collectTimeoutMs } = config;
  return new AggregationRoot({ maxSeries, maxLabelValues, answerTimeoutMs: timeoutMs(collectTimeoutMs), diagnostics });
}

type ClusterPrimary = typeof import('./cluster/cluster-primary.js');
