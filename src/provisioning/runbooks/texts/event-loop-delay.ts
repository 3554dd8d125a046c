import type { Runbook } from '../runbook.js';
import { eventLoop, slowRoutes } from '../usual-queries.js';

export const eventLoopDelay: Runbook = {
  meaning:
    'The one thread that runs JavaScript is busy for long stretches: everything in this process waits, health checks included.',
  firstLook: [
    'Ask whether one instance is late or all of them, and whether the delay follows traffic or comes in a rhythm, as a job does.',
    'Look at the time of garbage collection: a large share of it means too little memory.',
    'Find the route whose latency rose first.',
  ],
  causes: [
    'Large JSON is parsed or written, or a large result is mapped, in one piece.',
    'Synchronous calls: files, compression, cryptography.',
    'A regular expression that goes back over its input again and again.',
    'Garbage collection under a full heap.',
    'The container has less CPU than it asks for.',
  ],
  queries: (queries) => [
    eventLoop(queries),
    {
      question: 'How busy is it (1 is all the time)?',
      metric: 'nodejs_eventloop_utilization_ratio',
      expression: queries.select('nodejs_eventloop_utilization_ratio'),
    },
    {
      question: 'Which share of the time is garbage collection?',
      metric: 'nodejs_eventloop_delay_seconds',
      expression: `sum by (instance) (rate(${queries.selectDefault('nodejs_gc_duration_seconds_sum')}[5m]))`,
    },
    {
      question: 'How much CPU does it get (1 is a whole core)?',
      metric: 'nodejs_eventloop_delay_seconds',
      expression: `rate(${queries.selectDefault('process_cpu_seconds_total')}[5m])`,
    },
    {
      question: 'Is memory scarce?',
      metric: 'process_memory_pressure_events_total',
      expression: `increase(${queries.select('process_memory_pressure_events_total')}[15m])`,
    },
    slowRoutes(queries),
  ],
  relief: [
    'The delay follows traffic: add instances with `kubectl scale deployment/{name} --replicas=N`; each has fewer requests to delay.',
    'A job or one route blocks: stop the job, or reject the route at the load balancer.',
    'One instance does not recover: replace it with `kubectl delete pod POD`, after a CPU profile of it.',
    'It is throttled: `kubectl top pod -l app.kubernetes.io/name={name}` beside its limit; raise `resources.limits.cpu` with `kubectl edit deployment/{name}`.',
  ],
};
