import type { Runbook } from '../runbook.js';

export const eventLoopDelay: Runbook = {
  meaning:
    'The one thread that runs JavaScript is busy for long stretches: everything in this process waits, health checks included.',
  firstLook: [
    'Ask whether the delay follows traffic, or comes in a rhythm, as a job does.',
    'Look at the time of garbage collection: long pauses there mean too little memory.',
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
    {
      question: 'How late, and where?',
      metric: 'nodejs_eventloop_delay_seconds',
      expression: queries.select('nodejs_eventloop_delay_seconds', 'quantile="0.99"'),
    },
    {
      question: 'How busy is it?',
      metric: 'nodejs_eventloop_utilization_ratio',
      expression: queries.select('nodejs_eventloop_utilization_ratio'),
    },
    {
      question: 'Is memory scarce?',
      metric: 'process_memory_pressure_events_total',
      expression: `increase(${queries.select('process_memory_pressure_events_total')}[15m])`,
    },
  ],
  relief: [
    'Add instances: each has fewer requests to delay.',
    'Stop the job or the route that blocks.',
    'Restart an instance that does not recover; take a CPU profile of it before.',
    'Give the container more CPU where it is throttled.',
  ],
};
