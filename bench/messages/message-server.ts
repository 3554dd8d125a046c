/** A process with one kind of message in it, whose module is switched on and off by its parent. */
import 'reflect-metadata';
import { OperationPipeline } from 'nestjs-observability';
import { subjects, type RunningSubject, type Subject } from './message-subjects.js';
import type { Reading } from '../harness/paired-windows.js';
import { spansSeen, variants, type Variant } from '../requests/variants.js';

export type MessageCommand =
  | { readonly ask: 'switch'; readonly isOn: boolean }
  | { readonly ask: 'run'; readonly count: number }
  | { readonly ask: 'read' }
  | { readonly ask: 'stop' };

async function main(subject: Subject, variant: Variant): Promise<void> {
  const running = await subjects[subject](variants[variant]);
  const pipeline = running.app.get(OperationPipeline);
  const handlers = pipeline.currentHandlers;
  process.on('message', async (command: MessageCommand) => {
    if (command.ask === 'switch') pipeline.use(command.isOn ? handlers : []);
    if (command.ask === 'run') await running.run(command.count);
    if (command.ask === 'stop') void running.app.close().then(() => process.disconnect());
    else process.send!(reading(running));
  });
  process.send!({ port: running.port });
}

function reading(running: RunningSubject): Reading {
  const { user, system } = process.cpuUsage();
  return { cpuMicros: user + system, counted: running.counted(), spans: spansSeen() };
}

void main(process.argv[2] as Subject, process.argv[3] as Variant);
