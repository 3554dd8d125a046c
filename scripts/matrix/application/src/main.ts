/** Listens on a free port, says where, and closes when its standard input ends; then it has to end by itself. */
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { adapter } from './generated/adapter.js';

async function start(): Promise<void> {
  const app = await NestFactory.create(AppModule.observed(), adapter(), { bufferLogs: true });
  await app.listen(0, '127.0.0.1');
  process.stdout.write(`listening ${await app.getUrl()}\n`);
  process.stdin.resume().once('end', () => void app.close());
}

void start();
