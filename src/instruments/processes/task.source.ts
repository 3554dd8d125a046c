/**
 * Sees every child process and worker thread through Node's own diagnostics channels, whoever starts them. The instrument
 * itself is loaded with the first child.
 * @see https://nodejs.org/api/diagnostics_channel.html#built-in-channels
 */
import type { ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import {
  activeContext,
  isTelemetrySuppressed,
  pipelineFor,
  type Meter,
  type OperationConvention,
  type OperationPipeline,
} from '../../kernel/index.js';
import type { NestSource } from '../../sources/index.js';
import type { Instruments } from '../instruments.js';
import { taskSpawns } from './task.metrics.js';

type Listener = (message: unknown) => void;

export class TaskSource implements NestSource {
  readonly name = 'processes';
  readonly conventions: readonly OperationConvention[] = [];
  private readonly undo: (() => void)[] = [];

  constructor(private readonly instruments: () => Instruments) {}

  attach(pipeline: OperationPipeline, meter: Meter): void {
    this.detach();
    const count = (kind: 'child' | 'worker') => meter.define(taskSpawns).cell([kind]).add(1);
    this.follow('worker_threads', pipeline, () => count('worker'));
    this.follow('child_process', pipeline, (message) => {
      count('child');
      this.sighted((message as { process: ChildProcess }).process);
    });
  }

  detach(): void {
    for (const undo of this.undo.splice(0)) undo();
  }

  private sighted(child: ChildProcess): void {
    const { ProcessesInstrument } = require('./processes.instrument.js') as Processes;
    this.instruments().get(ProcessesInstrument).sighted(child);
  }

  private follow(channel: string, pipeline: OperationPipeline, seen: Listener): void {
    // What a listener throws here would end the process.
    const listener: Listener = (message) => {
      if (isOf(pipeline)) pipeline.diagnostics.safely(this.name, channel, () => seen(message), undefined);
    };
    subscribe(channel, listener);
    this.undo.push(() => unsubscribe(channel, listener));
  }
}

/** Neither another application's of this process nor telemetry's own. */
function isOf(pipeline: OperationPipeline): boolean {
  const owner = pipelineFor(undefined);
  return (owner === undefined || owner === pipeline) && !isTelemetrySuppressed(activeContext());
}

type Processes = typeof import('./processes.instrument.js');
