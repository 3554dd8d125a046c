/** The warehouse: answers over NATS, works through its queue, and shows its metrics and probes over HTTP. */
import { NestFactory } from '@nestjs/core';
import { Transport, type MicroserviceOptions } from '@nestjs/microservices';
import { natsUrl } from '../settings.js';
import { WarehouseModule } from './warehouse.module.js';

async function bootstrap() {
  const app = await NestFactory.create(WarehouseModule, { bufferLogs: true });
  app.enableShutdownHooks();
  app.connectMicroservice<MicroserviceOptions>({
    transport: Transport.NATS,
    options: { servers: [natsUrl], queue: 'warehouse' },
  });
  await app.startAllMicroservices();
  await app.listen(process.env['WAREHOUSE_PORT'] ?? 3001);
}

void bootstrap();
