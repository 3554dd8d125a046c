/** A program that writes many audit records in one turn of the event loop and ends in that turn, in the way it is told to. */
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
// What is built beside this program, not an installed package.
import { AuditService, ObservabilityModule } from '../../src/index.js';

const [destination = '', ending = '', count] = process.argv.slice(2);

@Module({ imports: [ObservabilityModule.forRoot({ audit: { destination }, logs: { enabled: false } })] })
class ProgramModule {}

const endings: Readonly<Record<string, (close: () => Promise<void>) => unknown>> = {
  nothing: () => undefined,
  close: (close) => close(),
  exit: () => process.exit(0),
  throw: () => {
    throw new Error('of the program');
  },
};

async function main(): Promise<void> {
  const app = await NestFactory.createApplicationContext(ProgramModule, { logger: false });
  const audit = app.get(AuditService);
  setImmediate(() => {
    for (let record = 0; record < Number(count); record++) {
      audit.record({ actor: 'program', action: 'count', target: String(record), outcome: 'ok' });
    }
    void endings[ending]?.(() => app.close());
  });
}

void main();
