/** The servers of scripts/services.mjs: they answer, their URLs open them, nobody outside reaches them, none outlives its run. */
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { eventually, Program, skipWithout, stopPrograms } from '../support/child-process.js';
import { describeWith } from '../support/services.js';
import { Conversation } from './conversation.js';
import { listenersIn, loopback } from './listeners.js';
import { amqpMethod, amqpStartOk, isAmqpFrame, isMariadbPacket, mariadbLogin } from './logins.js';

const script = join(__dirname, '../../scripts/services.mjs');
const isLine = (heard: Buffer): boolean => heard.at(-1) === 10;
let server: Conversation;

afterEach(() => server?.end());

describeWith(['redis'], 'redis', ({ redis }) => {
  it('answers a ping', async () => {
    server = await Conversation.with(redis);

    server.say('PING\r\n');

    expect((await server.hear(isLine)).toString()).toBe('+PONG\r\n');
  });
});

describeWith(['nats'], 'nats', ({ nats }) => {
  it('has JetStream and answers a ping', async () => {
    server = await Conversation.with(nats);
    const info = (await server.hear(isLine)).toString();

    server.say('CONNECT {"verbose":false}\r\nPING\r\n');

    expect(JSON.parse(info.replace(/^INFO /, ''))).toMatchObject({ jetstream: true });
    expect((await server.hear(isLine)).toString()).toBe('PONG\r\n');
  });
});

describeWith(['mosquitto'], 'mosquitto', ({ mosquitto }) => {
  it('accepts an MQTT 3.1.1 client without a name', async () => {
    server = await Conversation.with(mosquitto);

    server.say(Buffer.from([0x10, 12, 0, 4, ...Buffer.from('MQTT'), 4, 2, 0, 60, 0, 0]));

    expect([...(await server.hear((heard) => heard.length >= 4))]).toEqual([0x20, 2, 0, 0]);
  });
});

describeWith(['postgresql'], 'postgresql', ({ postgresql }) => {
  it('asks for a password, by SCRAM', async () => {
    server = await Conversation.with(postgresql);

    server.say(Buffer.from('\0\0\0\x17\0\x03\0\0user\0postgres\0\0', 'latin1'));

    expect((await server.hear((heard) => heard.includes('\0\0', 5))).toString('latin1')).toMatch(
      /^R.*SCRAM-SHA-256\0/s,
    );
  });

  it('lets the URL in', async () => {
    const client = new Client({ connectionString: postgresql });
    await client.connect();

    const { rows } = await client.query('SELECT 6 * 7 AS answer');

    await client.end();
    expect(rows).toEqual([{ answer: 42 }]);
  });
});

describeWith(['rabbitmq'], 'rabbitmq', ({ rabbitmq }) => {
  it('lets the URL in: after start and start-ok comes tune', async () => {
    server = await Conversation.with(rabbitmq);
    server.say(Buffer.from('AMQP\0\0\x09\x01', 'latin1'));
    const start = await server.hear(isAmqpFrame);

    server.say(amqpStartOk(new URL(rabbitmq)));

    const tune = await server.hear(isAmqpFrame);
    expect([start, tune].map(amqpMethod)).toEqual([
      [10, 10],
      [10, 30],
    ]);
  });
});

describeWith(['mariadb'], 'mariadb', ({ mariadb }) => {
  it('lets the URL in: the second packet says OK', async () => {
    server = await Conversation.with(mariadb);
    const greeting = await server.hear(isMariadbPacket);

    server.say(mariadbLogin(new URL(mariadb), greeting));

    expect([...(await server.hear(isMariadbPacket))].slice(3, 5)).toEqual([2, 0]);
  });
});

describeWith(['postgresql', 'redis', 'nats', 'rabbitmq', 'mosquitto', 'mariadb'], 'All servers', (urls) => {
  const onLinux = process.platform === 'linux' ? it : it.skip;

  onLinux('listen on loopback only, on the inner ports of RabbitMQ too', () => {
    const innerPorts = 2;
    const listeners = listenersIn(/\/observability-services-/);

    const ports = new Set(listeners.map(({ port }) => port));
    const named = Object.values(urls).map((url) => Number(new URL(url).port));
    expect(named.filter((port) => !ports.has(port))).toEqual([]);
    expect(ports.size).toBeGreaterThanOrEqual(named.length + innerPorts);
    expect(listeners.filter(({ address }) => !loopback.includes(address))).toEqual([]);
  });
});

skipWithout('redis-server')('A run of the script', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'observability-run-'));
    chmodSync(folder, 0o711);
  });
  afterEach(async () => {
    await stopPrograms();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
    'that gets a %s leaves neither server nor folder',
    async (signal) => {
      const program = new Program(process.execPath, [script, 'redis'], { ...process.env, TMPDIR: folder });
      const url = await eventually(async () => /redis:\/\/[\d.]+:\d+/.exec(program.output)?.[0]);

      await program.stop(signal);

      await eventually(async () => (readdirSync(folder).length === 0 ? true : undefined));
      await expect(Conversation.with(url)).rejects.toThrow('ECONNREFUSED');
    },
  );

  it('names the servers it knows to whoever asks for another', async () => {
    const program = new Program(process.execPath, [script, 'oracle']);

    await eventually(async () => program.exitCode ?? undefined);

    expect([program.exitCode, program.output]).toEqual([1, expect.stringContaining('No such server: oracle. Known: ')]);
  });
});
