/** Starts the auction and says where to look. */
import { Logger } from '@nestjs/common';
import { createApplication } from './application.js';

async function bootstrap() {
  const app = await createApplication(process.env['PLATFORM']);
  const port = process.env['PORT'] ?? 3000;
  await app.listen(port);
  new Logger('Auction').log(`Bid at http://localhost:${port}/?name=ada, and as somebody else in another window`);
}

void bootstrap();
