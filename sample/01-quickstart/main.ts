/** The whole set-up of an observed application: one import in the module, two lines here. */
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';

// #region bootstrap
async function bootstrap() {
  const app = await NestFactory.create(AppModule, { bufferLogs: true });
  app.enableShutdownHooks();
  await app.listen(process.env.PORT ?? 3000);
}
// #endregion

void bootstrap();
