/** The shop: takes orders over HTTP and hands them to the warehouse over NATS. */
import { NestFactory } from '@nestjs/core';
import { ShopModule } from './shop.module.js';

async function bootstrap() {
  const app = await NestFactory.create(ShopModule, { bufferLogs: true });
  app.enableShutdownHooks();
  await app.listen(process.env['SHOP_PORT'] ?? 3000);
}

void bootstrap();
