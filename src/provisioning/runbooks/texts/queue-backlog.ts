import type { Runbook } from '../runbook.js';

export const queueBacklog: Runbook = {
  meaning:
    'Jobs come faster than workers take them. Nothing is lost, but all of it happens late, and later with every minute.',
  firstLook: [
    'Ask whether workers take jobs at all.',
    'Compare the time of a job with that of yesterday.',
    'See whether the depth still grows, or already falls.',
  ],
  causes: [
    'Workers are down, or not connected to the queue.',
    'Jobs fail and are tried again.',
    'Jobs have become slower: a dependency, more data.',
    'A burst: an import, a campaign, a schedule that makes all jobs at once.',
  ],
  queries: (queries) => [
    {
      question: 'Does it grow, in jobs per minute?',
      metric: 'queue_depth',
      expression: `60 * max by (queue) (deriv(${queries.select('queue_depth')}[15m]))`,
    },
    {
      question: 'How many jobs end per second, and how?',
      metric: 'job_duration_seconds',
      expression: `sum by (queue, outcome) (rate(${queries.select('job_duration_seconds_count')}[5m]))`,
    },
    {
      question: 'How long do jobs wait (95th percentile)?',
      metric: 'queue_wait_seconds',
      expression: `histogram_quantile(0.95, sum by (le, queue) (rate(${queries.select('queue_wait_seconds_bucket')}[5m])))`,
    },
  ],
  relief: [
    'Workers are down: start them, and read why they stopped with `kubectl logs POD --previous`.',
    'Workers are busy: add some with `kubectl scale deployment/{name} --replicas=N`, as far as what they call can bear it.',
    'Jobs fail every time: set them aside, so that the others move (BullMQ: `job.moveToFailed`, or fewer `attempts`).',
    'A burst came in: pause what makes the jobs, or the queue whose jobs can wait (BullMQ: `queue.pause()`).',
  ],
};
