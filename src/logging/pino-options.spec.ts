import { pino } from 'pino';
import { ensureContextManager, OperationPipeline } from '../kernel/index.js';
import { observabilityPinoOptions } from './pino-options.js';

it("adds the fields of the current operation to an application's own pino, whose mixin has the last word", () => {
  ensureContextManager();
  const lines: string[] = [];
  const options = observabilityPinoOptions({
    base: null,
    timestamp: false,
    mixin: (given: object, level: number) => ({ level_: level, request_id: 'mine', given: Object.keys(given) }),
  });
  const logger = pino(options, { write: (line) => void lines.push(line) });
  const pipeline = new OperationPipeline({ handlers: [{ name: 'any', handles: () => true }] });

  pipeline.observe(
    { kind: 'http.server', name: 'GET /', scope: { requestId: 'r1', correlationId: 'c1', userId: 'u1' } },
    () => logger.info({ a: 1 }, 'hi'),
  );
  logger.info('outside');

  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    {
      level: 30,
      level_: 30,
      request_id: 'mine',
      given: ['a'],
      user_id: 'u1',
      correlation_id: 'c1',
      span: { name: 'GET /' },
      a: 1,
      msg: 'hi',
    },
    { level: 30, level_: 30, request_id: 'mine', given: [], msg: 'outside' },
  ]);
});
