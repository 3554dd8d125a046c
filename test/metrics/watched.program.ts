/** An application that does nothing but answer, to be looked at from outside; it says its port when it listens. */
import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { AddressInfo } from 'node:net';
// What is built beside this program, not an installed package.
import { ObservabilityModule } from '../../src/index.js';

@Controller()
class WatchedController {
  /** Makes garbage until objects of all ages have been collected. */
  @Get('churn')
  churn(): string {
    let kept: object[] = [];
    for (let round = 0; round < 2_000_000; round++) {
      kept.push({ round });
      if (kept.length > 50_000) kept = [];
    }
    return 'done';
  }
}

@Module({ imports: [ObservabilityModule.forRoot({ logs: { enabled: false } })], controllers: [WatchedController] })
class WatchedModule {}

async function main(): Promise<void> {
  const app = await NestFactory.create(WatchedModule, { logger: false });
  await app.listen(0, '127.0.0.1');
  process.stdout.write(`listening on ${(app.getHttpServer().address() as AddressInfo).port}\n`);
}

void main();
