import type { Runbook } from '../runbook.js';

export const healthCheckFailing: Runbook = {
  meaning:
    'A health check has gone wrong for minutes on one instance at least. When it belongs to readiness the instance gets no traffic; otherwise a part of the service works worse.',
  firstLook: [
    'Ask whether one instance or all of them are affected: one points at a network or a machine, all of them at the dependency.',
    'Open `/health` of one (`kubectl port-forward POD 8080:http`): the details name the cause where they may be shown.',
    'Read the log line that was written when the check changed.',
  ],
  causes: [
    'The dependency is down, or refuses connections.',
    'It answers, but later than the time limit of the check.',
    'Credentials have changed.',
    'The check itself is wrong: after a migration, for one.',
  ],
  queries: (queries) => [
    {
      question: 'Where does it fail?',
      metric: 'health_check_up',
      expression: `${queries.select('health_check_up')} == 0`,
    },
    {
      question: 'How long do checks take (95th percentile)?',
      metric: 'health_check_duration_seconds',
      expression: `histogram_quantile(0.95, sum by (le, check) (rate(${queries.select('health_check_duration_seconds_bucket')}[5m])))`,
    },
  ],
  relief: [
    'The dependency is down: bring it back by its own runbook, or switch to its fallback.',
    'Credentials have changed: put the new ones in place, then `kubectl rollout restart deployment/{name}`.',
    'One instance alone fails: replace it with `kubectl delete pod POD`.',
    'The check is too strict: raise its time limit, or let it degrade instead of fail, so that instances get traffic again.',
  ],
};
