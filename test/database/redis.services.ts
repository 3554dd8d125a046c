/** Redis by ioredis and by node-redis in a real application: single commands, pipelines, transactions, and what blocks. */
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';
import { describeWith } from '../support/services.js';

const IOREDIS = Symbol('ioredis');
const NODE_REDIS = Symbol('node-redis');
const drivers = ['ioredis', 'node-redis'] as const;

@Controller()
class KeysController {
  constructor(
    @Inject(IOREDIS) private readonly ioredis: Redis,
    @Inject(NODE_REDIS) private readonly nodeRedis: ReturnType<typeof createClient>,
  ) {}

  @Get('ioredis/:id')
  async byIoredis(@Param('id') id: string): Promise<unknown> {
    await this.ioredis.set(`key:${id}`, id);
    const [[, first], [, second]] = (await this.ioredis.pipeline().get(`key:${id}`).incr('count').exec()) as [
      [null, string],
      [null, number],
    ];
    const all = await this.ioredis.multi().get(`key:${id}`).del(`key:${id}`).exec();
    return { first, isCounted: second > 0, all };
  }

  @Get('node-redis/:id')
  async byNodeRedis(@Param('id') id: string): Promise<unknown> {
    await this.nodeRedis.set(`key:${id}`, id);
    const [first, second] = await this.nodeRedis.multi().get(`key:${id}`).incr('count').execAsPipeline();
    const all = await this.nodeRedis.multi().get(`key:${id}`).del(`key:${id}`).exec();
    return { first, isCounted: Number(second) > 0, all };
  }
}

describeWith(['redis'], 'Redis', ({ redis }) => {
  let application: RunningApplication;
  let ioredis: Redis;
  let nodeRedis: ReturnType<typeof createClient>;

  const start = async (isBare = false): Promise<RunningApplication> => {
    ioredis = new Redis(redis);
    nodeRedis = createClient({ url: redis });
    await Promise.all([ioredis.ping(), nodeRedis.connect()]);
    return startApplication({
      isBare,
      controllers: [KeysController],
      providers: [
        { provide: IOREDIS, useValue: ioredis },
        { provide: NODE_REDIS, useValue: nodeRedis },
      ],
    });
  };
  const stop = async (): Promise<void> => {
    await closeApplications();
    ioredis.disconnect();
    nodeRedis.destroy();
  };
  const spans = () => application.recorder.spans.filter((span) => 'db.system.name' in span.attributes);
  const queries = () => application.recorder.operations.filter(({ kind }) => kind === 'database.query');

  beforeEach(async () => {
    application = await start();
    application.recorder.clear();
  });
  afterEach(stop);

  it.each(drivers)('gives each of 50 parallel requests its commands, a pipeline being one: %s', async (driver) => {
    const ids = Array.from({ length: 50 }, (_, index) => `id${index}`);

    await Promise.all(ids.map((id) => application.request(`/${driver}/${id}`)));
    await application.recorder.waitFor(() => spans().length === 150);

    const traces = [...new Set(spans().map((span) => span.spanContext().traceId))];
    const namesIn = (traceId: string) =>
      spans()
        .filter((span) => span.spanContext().traceId === traceId)
        .map(({ name }) => name);
    expect(traces.map(namesIn)).toEqual(Array(50).fill(['SET', 'PIPELINE', 'MULTI']));
  });

  it.each(drivers)('shows commands without keys and values: %s', async (driver) => {
    await application.request(`/${driver}/secret`);
    await application.recorder.waitFor(() => spans().length === 3);

    const { hostname, port } = new URL(redis);
    const server = { 'server.address': hostname, 'server.port': Number(port), 'db.system.name': 'redis' };
    expect(spans().map(({ attributes }) => attributes)).toMatchObject([
      { ...server, 'db.operation.name': 'SET', 'db.query.text': 'SET ? ?' },
      { ...server, 'db.operation.name': 'PIPELINE', 'db.operation.batch.size': 2 },
      { ...server, 'db.operation.name': 'MULTI', 'db.operation.batch.size': 2 },
    ]);
    expect(JSON.stringify(spans().map(({ attributes }) => attributes))).not.toContain('secret');
  });

  it.each(drivers)('counts errors and leaves them as they are: %s', async (driver) => {
    await ioredis.set('text', 'x');
    application.recorder.clear();

    const incr = driver === 'ioredis' ? ioredis.incr('text') : nodeRedis.incr('text');
    await expect(incr).rejects.toThrow('ERR value is not an integer');

    expect(queries()).toMatchObject([{ name: 'INCR', outcome: 'error', attributes: { 'error.type': 'ERR' } }]);
    expect(await application.scrape()).toMatch(/db_errors_total\{operation="INCR",error_type="\w*Error"\} 1\n/);
  });

  it('ends a command that times out', async () => {
    const hasty = new Redis(redis, { commandTimeout: 50 });
    await hasty.ping();
    application.recorder.clear();

    await expect(hasty.eval('local i = 0 while i < 30000000 do i = i + 1 end', 0)).rejects.toThrow('Command timed out');
    hasty.disconnect();

    expect(queries()).toMatchObject([{ name: 'EVAL', outcome: 'error' }]);
  });

  it.each(drivers)('leaves out commands that wait on purpose: %s', async (driver) => {
    if (driver === 'ioredis') {
      await ioredis.brpop('nothing', 0.05);
      await ioredis.xread('BLOCK', 50, 'STREAMS', 'nothing', '$');
    } else {
      await nodeRedis.brPop('nothing', 0.05);
      await nodeRedis.xRead([{ key: 'nothing', id: '$' }], { BLOCK: 50 });
    }

    expect(queries()).toEqual([]);
  });

  it('takes no failure of EVALSHA for one when the script is only unknown yet', async () => {
    const name = `double${Date.now()}`;
    ioredis.defineCommand(name, { numberOfKeys: 0, lua: `return ARGV[1] * 2 -- ${name}` });

    const double = () => (ioredis as unknown as Record<string, (value: number) => Promise<number>>)[name]!(21);

    await double();
    await ioredis.script('FLUSH');
    const result = await double();

    expect(result).toBe(42);
    expect(queries().map(({ name: command, outcome }) => [command, outcome])).toEqual([
      ['EVALSHA', 'ok'],
      ['SCRIPT', 'ok'],
      ['EVALSHA', 'ok'],
      // The script as a whole, which ioredis sends under the same name.
      ['EVALSHA', 'ok'],
    ]);
  });

  it('makes no trace of polling outside any request, and counts it', async () => {
    await ioredis.get('x');

    expect(application.recorder.spans).toEqual([]);
    expect(await application.scrape()).toMatch(/db_query_duration_seconds_count\{operation="GET"\} 1\n/);
  });

  it('hands on the promises of ioredis themselves, with callbacks beside', async () => {
    const seen: unknown[] = [];
    const promise = ioredis.get('nothing', (error, value) => seen.push(error, value));

    expect(await promise).toBe(null);
    expect(seen).toEqual([null, null]);
  });

  it('answers byte for byte what the application answers without the module', async () => {
    const ask = async () => [
      await (await application.request('/ioredis/a')).text(),
      await (await application.request('/node-redis/a')).text(),
    ];

    const observed = await ask();
    await stop();
    application = await start(true);

    expect(observed).toEqual(await ask());
  });
});
