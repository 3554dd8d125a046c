/** A program that writes many lines in one turn of the event loop and ends in that turn, in the way it is told to. */
import 'reflect-metadata';
import { Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
// What is built beside this program, not an installed package.
import { ObservabilityModule, OperationPipeline } from '../../src/index.js';

const logger = new Logger('Program');

class Farewell implements OnApplicationShutdown {
  onApplicationShutdown(): void {
    logger.log('farewell');
  }
}

const logs = { pretty: false, maxPerSecond: 0 };

@Module({ imports: [ObservabilityModule.forRoot({ logs })], providers: [Farewell] })
class ProgramModule {}

const endings: Readonly<Record<string, (close: () => Promise<void>) => unknown>> = {
  nothing: () => undefined,
  close: (close) => close(),
  exit: () => process.exit(0),
  throw: () => {
    throw new Error('of the program');
  },
  reject: () => Promise.reject(new Error('of the program')),
  signal: () => process.kill(process.pid, 'SIGTERM'),
};

async function main([ending = '', runs]: readonly string[]): Promise<void> {
  const app = await NestFactory.create(ProgramModule, { bufferLogs: true });
  await app.enableShutdownHooks().init();
  const pipeline = app.get(OperationPipeline);
  setImmediate(() => {
    for (let run = 0; run < Number(runs); run++) {
      pipeline.observe({ kind: 'schedule.run', name: `run ${run}` }, () => logger.log(`inside ${run}`));
    }
    void endings[ending]?.(() => app.close());
  });
}

void main(process.argv.slice(2));
