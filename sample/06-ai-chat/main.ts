/** Starts the chat and says where to look. */
import { Logger } from '@nestjs/common';
import { createApplication } from './application.js';

async function bootstrap() {
  const app = await createApplication(process.env['PLATFORM']);
  const port = process.env['PORT'] ?? 3000;
  await app.listen(port);
  new Logger('Chat').log(`Ask at http://localhost:${port}/`);
}

void bootstrap();
