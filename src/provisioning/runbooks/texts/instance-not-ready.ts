import type { Runbook } from '../runbook.js';

export const instanceNotReady: Runbook = {
  meaning:
    'One instance has not been ready for minutes: it gets no traffic, and the others carry its share. The service itself still answers.',
  firstLook: [
    'Open `/health/ready` of this instance (`kubectl port-forward POD 8080:http`): it names the check that fails.',
    'Read its log from the last change of a health check on: `kubectl logs POD --since=30m`.',
    'Compare it with its siblings (`kubectl get pods -l app.kubernetes.io/name={name} -o wide`): the same release, machine, zone?',
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
    {
      question: 'Which versions run?',
      metric: 'app_info',
      expression: `count by (version) (${queries.select('app_info')})`,
    },
  ],
  relief: [
    'Replace the instance with `kubectl delete pod POD`; keep its log first.',
    'Several of one machine are affected: keep new ones away from it with `kubectl cordon NODE`.',
    'See that the instances which are left can carry the load; add some with `kubectl scale deployment/{name} --replicas=N`.',
  ],
};
