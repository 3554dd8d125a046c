import type { Runbook } from '../runbook.js';

export const scheduleOverdue: Runbook = {
  meaning:
    'A scheduled job has not ended well for longer than it should. What it does (clean up, bill, report) is missing, mostly without anybody noticing.',
  firstLook: [
    'Ask whether it runs and fails, or does not run at all.',
    'Read the log lines of its last run.',
    'See whether the process was restarted at the time when the job should have run.',
  ],
  causes: [
    'The job fails: read its error.',
    'It hangs, and never ends.',
    'No process runs it: scaled to zero, or the schedule is switched off here.',
    'It rightly runs less often than the threshold assumes: raise the threshold then.',
  ],
  queries: (queries) => [
    {
      question: 'How old is the last success, in hours?',
      metric: 'schedule_last_success_timestamp_seconds',
      expression: `(time() - max by (job, exported_job) (${queries.select('schedule_last_success_timestamp_seconds')})) / 3600`,
    },
    {
      question: 'How did the runs of the last day end?',
      metric: 'schedule_runs_total',
      expression: `sum by (job, exported_job, outcome) (increase(${queries.select('schedule_runs_total')}[1d]))`,
    },
  ],
  relief: [
    'Run the job by hand, once, where it may run twice without harm.',
    'Restart the process where the job hangs.',
    'Tell those who rely on its result.',
  ],
};
