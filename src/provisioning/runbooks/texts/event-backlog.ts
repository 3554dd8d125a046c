import type { Runbook } from '../runbook.js';

export const eventBacklog: Runbook = {
  meaning:
    'More deliveries of events are owed than handlers settle: what they should do happens late, and memory grows with every event that waits. A failed delivery is settled and does not count.',
  firstLook: [
    'Ask which event type piles up. Every process that holds a queue of BullMQ reports all of it: divide by their number.',
    'Compare what is published with what is processed: a burst, or handlers that have stopped?',
    'Read the log of the handler: does it fail, or hang?',
  ],
  causes: [
    'A handler waits for a dependency that does not answer.',
    'A burst of events: an import, a replay.',
    'A handler publishes the event that it handles.',
    'A new handler is slower than the events come.',
  ],
  queries: (queries) => [
    {
      question: 'Which events wait?',
      metric: 'events_pending',
      expression: `sum by (event_type) (${queries.select('events_pending')})`,
    },
    {
      question: 'How many are published per second?',
      metric: 'events_published_total',
      expression: `sum by (event_type) (rate(${queries.select('events_published_total')}[5m]))`,
    },
    {
      question: 'How many are processed, and by whom?',
      metric: 'events_processed_total',
      expression: `sum by (event_type, handler) (rate(${queries.select('events_processed_total')}[5m]))`,
    },
    {
      question: 'How long do handlers take (95th percentile)?',
      metric: 'event_processing_duration_seconds',
      expression: `histogram_quantile(0.95, sum by (le, event_type) (rate(${queries.select('event_processing_duration_seconds_bucket')}[5m])))`,
    },
  ],
  relief: [
    'Something publishes in bulk: pause it (an import, a replay, a schedule).',
    'The handler waits for a dependency: bring that back, or switch to its fallback; deliveries go on by themselves.',
    'Do not restart in haste: events inside a process are lost with it. Look at its memory first (`kubectl top pod -l app.kubernetes.io/name={name}`), and stop what publishes, so that it can drain.',
    'It comes again: give the handler a time limit, or move its work to a queue with workers of its own.',
  ],
};
