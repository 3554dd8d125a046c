/** An application that makes classes while it runs, as mixins and modules loaded anew do, calls their methods, and drops them. */
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Counted, Observed, ObservabilityModule, Timed, Traced } from 'nestjs-observability';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { readVitals } from '../vitals/vitals.js';

/** Lets go now and then, as requests do. */
const PER_TURN = 50;

async function pass(count: number): Promise<void> {
  for (let made = 0; made < count; made++) {
    passing();
    if (made % PER_TURN === 0) await nextTurn();
  }
}

/** Each decorator on a method of its own, since two share what they keep. */
function passing(): void {
  class Passing {
    @Traced()
    traced(): void {}

    @Timed()
    timed(): void {}

    @Counted()
    counted(): void {}

    @Observed()
    observed(): void {}
  }
  const { traced, timed, counted, observed } = Passing.prototype;
  for (const method of [traced, timed, counted, observed]) method.call(new Passing());
}

async function main(): Promise<void> {
  const logs = { destination: { write: () => undefined } };

  @Module({
    imports: [ObservabilityModule.forRoot({ service: { name: 'passing' }, traces: { exporter: 'none' }, logs })],
  })
  class PassingModule {}
  await NestFactory.createApplicationContext(PassingModule, { bufferLogs: true });
  process.on('message', ({ count }: { readonly count: number }) => {
    void pass(count)
      .then(() => readVitals({}))
      .then((vitals) => process.send!(vitals));
  });
  process.on('disconnect', () => process.exit());
  process.send!('ready');
}

void main();
