import type { Runbook } from '../runbook.js';
import { failingDependencies, failingInstances, failingRoutes, newVersions, restarts } from '../usual-queries.js';

export const highErrorRate: Runbook = {
  meaning:
    'More requests than usual are answered with a 5xx status: users see errors that are ours, not theirs. Requests that a client has given up (499) and mistakes of clients (4xx) do not count.',
  firstLook: [
    'Ask which routes fail: one route points at a feature, all of them at something that is shared.',
    'Ask which instances fail: one points at a machine, all of them at a release or a dependency.',
    'Look for a deployment at the moment the rate went up: a line on the dashboard, or the query for new versions.',
    'Follow the link “Traces of this period” of a panel and search for `error=true`; the log lines of a trace carry its `trace_id`.',
  ],
  causes: [
    'A deployment has brought a fault.',
    'A dependency (database, broker, another service) fails or times out.',
    'A resource is used up: connections of a pool, memory, file handles.',
    'Input that nobody has tested arrives in numbers.',
  ],
  queries: (queries) => [
    failingRoutes(queries),
    failingInstances(queries),
    newVersions(queries),
    ...failingDependencies(queries),
    restarts(queries),
  ],
  relief: [
    'A deployment fits in time: roll back with `kubectl rollout undo deployment/{name}`, and find the fault afterwards.',
    'One instance alone fails: take it out of the load and keep it for a look with `kubectl label pod POD app.kubernetes.io/name-`; another one is started in its place.',
    'All instances fail, and restarts help: `kubectl rollout restart deployment/{name}` buys time where memory or handles have run out.',
    'One route fails and has a switch: switch the feature off, or answer 503 for it at the load balancer.',
    'A dependency fails: switch to its fallback, and shorten the time that requests wait for it.',
  ],
};
