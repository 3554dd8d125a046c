import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { BuiltSource } from '../support/built-source.js';
import { SentrySidecar } from '../support/sentry-sidecar.js';

const PROGRAM = 'test/sentry/crashes.program.ts';

let built: BuiltSource;
let sidecar: SentrySidecar;

beforeAll(async () => {
  built = new BuiltSource([PROGRAM]);
  sidecar = await SentrySidecar.start();
});
afterEach(() => sidecar.clear());
afterAll(async () => {
  built.remove();
  await sidecar.stop();
});

async function crash(how: string, env: Readonly<Record<string, string>>) {
  const options = {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'] as ('ignore' | 'pipe')[],
  };
  const child = spawn(process.execPath, [built.pathOf(PROGRAM), how], options);
  let errors = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (errors += text));
  child.stdout!.resume();
  const startedAt = performance.now();
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, errors, durationMs: performance.now() - startedAt };
}

describe('A process that crashes', () => {
  it.each<[string, string, number, string]>([
    ['by an exception', 'throw', 1, 'uncaughtException'],
    ['by a rejection', 'reject', 1, 'unhandledRejection'],
    ['and ends itself at once', 'exit', 7, 'uncaughtException'],
    ['and ends itself later', 'survive', 7, 'uncaughtException'],
  ])(
    '%s tells Sentry first, and ends as it would have',
    async (_what, how, code, kind) => {
      const without = await crash(how, {});
      const ended = await crash(how, { PLUGIN: '1', SENTRY_DSN: sidecar.dsn });

      const [event] = await sidecar.received();
      expect([ended.code, ended.errors.replaceAll(/node_modules.*/g, '')]).toEqual([
        code,
        without.errors.replaceAll(/node_modules.*/g, ''),
      ]);
      expect(without.code).toBe(code);
      expect(await sidecar.all()).toHaveLength(1);
      expect(event).toMatchObject({
        level: 'fatal',
        tags: { fingerprint: expect.stringMatching(/^[\da-f]{16}$/) as string },
      });
      expect(event!.exception!.values[0]).toMatchObject({
        type: 'CrashError',
        value: 'of the program',
        mechanism: { type: `nestjs_observability.${kind}`, handled: false },
      });
      expect(event!.breadcrumbs!.map(({ message }) => message)).toContain('it is getting late');
    },
    60_000,
  );

  it('needs no plugin in its code where SENTRY_DSN is set', async () => {
    await crash('throw', { SENTRY_DSN: sidecar.dsn });

    expect(await sidecar.received()).toHaveLength(1);
  }, 60_000);

  it('is held no longer than the shutdown may take by a Sentry that never answers', async () => {
    const silent = await silentServer();
    const { port } = silent.address() as AddressInfo;

    const { code, durationMs } = await crash('throw', {
      PLUGIN: '1',
      SENTRY_DSN: `http://key@127.0.0.1:${port}/1`,
      FLUSH_TIMEOUT_MS: '700',
    });
    silent.close();

    expect(code).toBe(1);
    expect(durationMs).toBeLessThan(30_000);
  }, 60_000);
});

/** Accepts connections and says nothing; they end with the program. */
async function silentServer(): Promise<Server> {
  const server = createServer((socket) => socket.on('error', () => undefined).resume());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
