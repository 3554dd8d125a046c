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
    'It rightly runs less often than the threshold assumes (raise `alerts.rules.ScheduleOverdue.threshold` then), or it was removed on purpose (the alert ends by itself).',
  ],
  queries: (queries) => [
    {
      question: 'How old is the last success, in hours?',
      metric: 'schedule_last_success_timestamp_seconds',
      expression: `(time() - max by (job, exported_job) (max_over_time(${queries.select('schedule_last_success_timestamp_seconds')}[3d]))) / 3600`,
    },
    {
      question: 'How did the runs of the last day end?',
      metric: 'schedule_runs_total',
      expression: `sum by (job, exported_job, outcome) (increase(${queries.select('schedule_runs_total')}[1d]))`,
    },
  ],
  relief: [
    'It may run twice without harm: run it by hand, once.',
    'It hangs, or no process runs it: `kubectl rollout restart deployment/{name}`, and see in the log that the job is registered.',
    'It fails: mend what its error names (a password, a full disk, a dependency), and run it again.',
    'Tell those who rely on its result that it is late.',
  ],
};
