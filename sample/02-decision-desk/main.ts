/** Starts the desk and says where to look. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Logger, type INestApplication } from '@nestjs/common';
import { SETTINGS, type Settings } from './common/settings.js';
import { createDesk, listen } from './desk.js';
import { idleFamilies } from './idle-families.js';

const logger = new Logger('DecisionDesk');

async function bootstrap(): Promise<void> {
  const app = await createDesk();
  const settings = app.get<Settings>(SETTINGS);
  if (await isTaken(settings.port)) return giveUp(app, `Port ${settings.port} is taken. Choose another: PORT=3001`);
  try {
    await listen(app, settings.port);
    announce(`http://localhost:${settings.port}`, settings);
  } catch (error) {
    await giveUp(app, error);
  }
}

/** Asked before the database opens: a second start should fail at once, not after seconds. */
async function isTaken(port: number): Promise<boolean> {
  const probe = createServer();
  try {
    await once(probe.listen(port), 'listening');
    return false;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return true;
    throw error;
  } finally {
    probe.close();
  }
}

async function giveUp(app: INestApplication, reason: unknown): Promise<void> {
  app.flushLogs();
  logger.error(reason);
  process.exitCode = 1;
  await app.close();
}

function announce(url: string, settings: Settings): void {
  const places = {
    API: `${url}/sessions`,
    Metrics: `${url}/metrics`,
    Readiness: `${url}/health/ready`,
    'Try it': `curl -s ${url}/sessions -H 'x-user-id: grace' -H 'content-type: application/json' -d '{"title":"Choose a region"}'`,
  };
  for (const [name, place] of Object.entries(places)) logger.log(`${name}: ${place}`);
  for (const { families, reason } of idleFamilies(settings)) logger.log(`Idle: ${families.join(', ')}. ${reason}`);
}

// Nest has told what went wrong.
bootstrap().catch(() => (process.exitCode = 1));
