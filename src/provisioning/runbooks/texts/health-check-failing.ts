import type { Runbook } from '../runbook.js';

export const healthCheckFailing: Runbook = {
  meaning:
    'A health check has gone wrong for minutes on one instance at least. When it belongs to readiness the instance gets no traffic; otherwise a part of the service works worse.',
  firstLook: [
    'Open `/health`: the details name the cause where they may be shown.',
    'Ask whether one instance or all of them are affected.',
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
    'Bring the dependency back; its own runbook knows how.',
    'Where the check is too strict, raise its time limit, or let it degrade instead of fail.',
    'Use the fallback that the service has for this dependency.',
  ],
};
