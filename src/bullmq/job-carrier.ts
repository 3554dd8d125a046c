/**
 * What a job takes along: in `opts.telemetry.metadata`, the place that BullMQ keeps for it, as JSON like bullmq-otel's. Job data is
 * never touched, and a producer or consumer with bullmq-otel on the other side understands it.
 */
import type { Context } from '@opentelemetry/api';
import { incomingMessage, outgoingFields, type IncomingMessage } from '../hooks/index.js';
import type { JobLike, JobOptions, NewJob } from './bullmq.library.js';

/** The options with the fields of the publishing work; options that carry something already, or forbid it, stay as they are. */
export function carrying(opts: JobOptions | undefined, publishing: Context): JobOptions | undefined {
  // Every run of a repeated job would carry what happened to be current when it was planned.
  const isTaken = opts?.telemetry?.metadata !== undefined || opts?.telemetry?.omitContext === true;
  if (isTaken || opts?.repeat !== undefined) return opts;
  return { ...opts, telemetry: { ...opts?.telemetry, metadata: JSON.stringify(outgoingFields(publishing)) } };
}

/** A job of a bulk or a flow, with its children. */
export function carryingJob<T extends NewJob>(job: T, publishing: Context): T {
  const { children } = job;
  const carried = { ...job, opts: carrying(job.opts, publishing) };
  return children === undefined
    ? carried
    : { ...carried, children: children.map((child) => carryingJob(child, publishing)) };
}

/** Where a job comes from; one that carries nothing begins a chain of its own. */
export function originOf({ opts }: JobLike): IncomingMessage {
  return incomingMessage(parsed(opts?.telemetry?.metadata));
}

function parsed(metadata: string | undefined): Record<string, unknown> | undefined {
  if (typeof metadata !== 'string') return undefined;
  try {
    const fields: unknown = JSON.parse(metadata);
    return typeof fields === 'object' && fields !== null ? (fields as Record<string, unknown>) : undefined;
  } catch {
    // Written by somebody else in a way of their own.
    return undefined;
  }
}
