/** Leaves the rejections of decorated methods alone in every way, and prints what the process is told of them. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ObservabilityModule, Observed, Timed, Traced } from '../../src/index.js';

class Plain {
  async rejects(): Promise<never> {
    await null;
    throw new Error('nobody awaits this');
  }

  async passesOn(): Promise<never> {
    return await this.rejects();
  }
}

class Decorated extends Plain {
  @Timed()
  override async rejects(): Promise<never> {
    return await super.rejects();
  }

  @Traced()
  @Observed()
  override async passesOn(): Promise<never> {
    return await this.rejects();
  }
}

@Module({ imports: [ObservabilityModule.forRoot({ logs: { enabled: false } })] })
class ProgramModule {}

process.on('unhandledRejection', (error) => tell(`unhandled: ${String(error)}`));

void run(process.argv[2] === 'decorated' ? new Decorated() : new Plain());

async function run(service: Plain): Promise<void> {
  const app = await NestFactory.createApplicationContext(ProgramModule, { logger: false });
  await after('nobody awaits', () => void service.rejects());
  await after('nobody awaits, two levels', () => void service.passesOn());
  await after('caught', () => void service.passesOn().catch((error) => tell(`caught: ${String(error)}`)));
  await app.close();
}

async function after(title: string, act: () => void): Promise<void> {
  tell(title);
  act();
  for (let turn = 0; turn < 5; turn++) await nextTurn();
}

function tell(text: string): void {
  process.stdout.write(`${text}\n`);
}
