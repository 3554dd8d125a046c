/** Jobs of a queue: put in, under way as long as the driver likes, done or failed, some to be tried again. */
import { QueuesInstrument } from 'nestjs-observability/instruments';
import { deferred, type Deferred } from './deferred.js';
import { openAndShut } from './open-and-shut.js';
import type { StartWork } from './work.js';

const QUEUE = 'exports';
const JOBS = ['pdf', 'mail'] as const;

interface Job {
  readonly job: string;
  readonly work: Deferred<void>;
  readonly over: Promise<void>;
  readonly isLast: boolean;
  outcome: 'ok' | 'error';
}

export const jobs: StartWork = ({ app, ledger, dice }) => {
  const queue = app.get(QueuesInstrument).queue(QUEUE);
  const open = (): Job => {
    const job = dice.pick(JOBS);
    const isLast = dice.chance(0.5);
    const work = deferred<void>();
    queue.publish(job, () => undefined);
    ledger.note('events_published_total', { event_type: `${QUEUE}.${job}` });
    ledger.note('queue_wait_seconds_count', { queue: QUEUE });
    const start = { enqueuedAtMs: Date.now() - 5, attempt: 1, maxAttempts: isLast ? 1 : 2 };
    const over = queue.job(job, start, () => work.promise).catch(() => undefined);
    return { job, work, over, isLast, outcome: 'ok' };
  };
  const noteEnd = ({ job, isLast, outcome }: Job): void => {
    const labels = { event_type: `${QUEUE}.${job}`, handler: QUEUE };
    if (outcome === 'ok' || isLast) ledger.note('events_processed_total', labels);
    if (outcome === 'error' && isLast) ledger.note('events_failed_total', labels);
  };
  return openAndShut<Job>(dice, {
    open,
    ends: [
      ({ work, over }) => {
        work.resolve();
        return over;
      },
      (job) => {
        job.outcome = 'error';
        job.work.reject(new Error('no printer'));
        return job.over;
      },
    ],
    ended: (job, seen) => {
      noteEnd(job);
      ledger.lasted('job_duration_seconds', { queue: QUEUE, job: job.job, outcome: job.outcome }, seen);
    },
  });
};
