/** nestjs-pino alone, in its default set-up. Whether that logs on Fastify depends on its version: the lines are counted. */
import { Logger, LoggerModule } from 'nestjs-pino';
import type { SetUp } from './contender.js';

export const setUp: SetUp = () => ({
  imports: [LoggerModule.forRoot()],
  options: { bufferLogs: true },
  prepare: (app) => app.useLogger(app.get(Logger)),
});
