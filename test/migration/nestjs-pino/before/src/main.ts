import { sdk } from './tracing';
import { NestFactory } from '@nestjs/core';
import { Logger } from 'nestjs-pino';
import { AppModule } from './app.module';

async function bootstrap() {
  const app = await NestFactory.create(AppModule, { bufferLogs: true });
  app.useLogger(app.get(Logger));
  await app.listen(Number(process.env.PORT), '127.0.0.1');
}

process.on('SIGTERM', () => void sdk.shutdown().finally(() => process.exit(0)));
void bootstrap();
