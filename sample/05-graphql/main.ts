/** Starts the book shop and says where to look. */
import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';

async function bootstrap() {
  const app = await NestFactory.create(AppModule, { bufferLogs: true });
  app.enableShutdownHooks();
  const port = process.env['PORT'] ?? 3000;
  await app.listen(port);
  new Logger('Books').log(`Ask at http://localhost:${port}/graphql: { books { title author { name } } }`);
}

void bootstrap();
