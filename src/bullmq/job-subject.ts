/** A job described in OpenTelemetry's messaging terms, for those who ask. */
import type { Attributes, OperationSubject } from '../kernel/index.js';
import type { JobLike } from './bullmq.library.js';
import { waitSecondsOf } from './job-meter.js';

export class JobSubject implements OperationSubject {
  constructor(private readonly job: JobLike) {}

  attributes(): Attributes {
    const { job } = this;
    return {
      'messaging.system': 'bullmq',
      'messaging.destination.name': job.queueName,
      'messaging.operation.type': 'process',
      'messaging.message.id': job.id,
      'job.id': job.id,
      'job.name': job.name,
      'job.attempt': job.attemptsMade + 1,
      'job.max_attempts': job.opts?.attempts ?? 1,
      'job.wait_seconds': waitSecondsOf(job),
    };
  }
}
