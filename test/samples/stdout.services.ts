/** The built sample as a process: what it writes to standard output, on both platforms. */
import { join } from 'node:path';
import { eventually, Program, stopPrograms } from '../support/child-process.js';
import { freePort } from '../support/free-port.js';

const main = join(__dirname, '../../sample/dist/02-decision-desk/main.js');
const traceId = 'e'.repeat(32);

afterAll(stopPrograms);

describe.each(['express', 'fastify'])('The decision desk on %s', (platform) => {
  it('writes JSON lines only: one per request with its trace, none for probes and scrapes', async () => {
    const port = await freePort();
    const desk = `http://127.0.0.1:${port}`;
    const program = new Program(process.execPath, [main], {
      ...process.env,
      PORT: String(port),
      PLATFORM: platform,
      TRAFFIC: 'on',
    });
    await eventually(async () => ((await fetch(`${desk}/health/ready`)).status === 200 ? true : undefined), 60_000);

    const headers = { traceparent: `00-${traceId}-${'f'.repeat(16)}-01`, 'x-user-id': 'grace' };
    await Promise.all(
      ['/sessions', '/nowhere', '/metrics', '/health/live'].map((path) => fetch(desk + path, { headers })),
    );
    await eventually(async () => (program.output.split('"target":"HTTP"').length > 10 ? true : undefined));
    await program.stop();

    const lines = program.output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    for (const line of lines)
      expect(Object.keys(line).slice(0, 4)).toEqual(['timestamp', 'level', 'target', 'message']);
    const mine = lines.filter((line) => line['target'] === 'HTTP' && line['trace_id'] === traceId);
    expect(mine.map((line) => [line['path'], line['status']]).toSorted()).toEqual([
      ['/nowhere', 404],
      ['/sessions', 200],
    ]);
    expect(mine.every((line) => typeof line['request_id'] === 'string')).toBe(true);
    expect(lines.filter((line) => /^\/(metrics|health)/.test(String(line['path'])))).toEqual([]);
  });

  it('says in one line that its port is taken, and ends', async () => {
    const port = await freePort();
    const first = new Program(process.execPath, [main], {
      ...process.env,
      PORT: String(port),
      PLATFORM: platform,
      TRAFFIC: 'off',
    });
    await eventually(
      async () => ((await fetch(`http://127.0.0.1:${port}/health/ready`)).status === 200 ? true : undefined),
      60_000,
    );

    const second = new Program(process.execPath, [main], {
      ...process.env,
      PORT: String(port),
      PLATFORM: platform,
      TRAFFIC: 'off',
    });
    const exitCode = await eventually(async () => second.exitCode ?? undefined, 60_000);
    await first.stop();

    const errors = second.output
      .trim()
      .split('\n')
      .filter((line) => line.includes('"level":"ERROR"'));
    expect(exitCode).toBe(1);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain(String(port));
  });
});
