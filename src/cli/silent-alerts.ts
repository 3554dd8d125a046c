/** An alert that can never fire looks like health: it is refused before anything is written. */
import { alertRule, type ResolvedConfig } from '../config/index.js';
import { ObservabilityError } from '../kernel/index.js';
import { requestBuckets, type Objective } from '../slo/index.js';

/**
 * A quantile that Prometheus reads from buckets never exceeds the largest of them:
 * https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile.
 *
 * @throws ObservabilityError OBS_ERR_OPTION_INVALID with the nearest threshold that can be exceeded
 */
export function refuseSilentAlerts({ alerts, http, metrics }: ResolvedConfig, objectives: readonly Objective[]): void {
  const threshold = alertRule('SlowResponses', alerts)?.threshold ?? 0;
  const [largest = Infinity, next = largest / 2] = requestBuckets(objectives, metrics.durationBuckets).toReversed();
  if (!http.isEnabled || threshold < largest) return;
  throw ObservabilityError.of({
    code: 'OBS_ERR_OPTION_INVALID',
    fact: `SlowResponses can never fire: no percentile exceeds the largest bucket of requests, ${largest} s`,
    got: `a threshold of ${threshold} s`,
    fix:
      `set alerts.rules.SlowResponses.threshold below ${largest}, e.g. ${next}, ` +
      `or give metrics.durationBuckets a bucket above ${threshold}`,
  });
}
