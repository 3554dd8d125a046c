import type { Runbook } from '../runbook.js';

export const instanceNotReady: Runbook = {
  meaning:
    'One instance has not been ready for minutes: it gets no traffic, and the others carry its share. The service itself still answers.',
  firstLook: [
    'Open `/health/ready` of this instance: it names the check that fails.',
    'Read its log from the last change of a health check on.',
    'Compare it with its siblings: the same release, the same machine, the same zone?',
  ],
  causes: [
    'The instance cannot reach a dependency that others can: network, machine, zone.',
    'It drains, and something holds it: an open stream, a long request.',
    'It starts, and waits for something that does not come.',
  ],
  queries: (queries) => [
    { question: 'Which instances are ready?', metric: 'app_ready', expression: queries.select('app_ready') },
    {
      question: 'Which checks fail, and where?',
      metric: 'health_check_up',
      expression: `${queries.select('health_check_up')} == 0`,
    },
  ],
  relief: [
    'Replace the instance; keep its log.',
    'Where several of one machine or zone are affected, move them away from it.',
    'See that the instances which are left can carry the load.',
  ],
};
