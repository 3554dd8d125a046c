// An application in a folder of its own: installed, built, started on a free port, asked, and stopped as a platform stops it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;
const COMMAND_TIMEOUT_MS = 300_000;

export async function run(command, folder) {
  const child = spawn('sh', ['-ec', command], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: COMMAND_TIMEOUT_MS,
  });
  const output = kept(child);
  const [exitCode] = await once(child, 'close');
  if (exitCode !== 0) throw new Error(`${command} ended with ${exitCode}:\n${output().slice(-2000)}`);
}

export async function start(folder, env) {
  const [port, metricsPort] = [await freePort(), await freePort()];
  const child = spawn(process.execPath, ['dist/main.js'], {
    cwd: folder,
    env: { ...process.env, NODE_ENV: 'production', PORT: String(port), PROMETHEUS_PORT: String(metricsPort), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = kept(child);
  const closed = once(child, 'close');
  await untilItAnswers(child, port, output).catch(async (error) => {
    await stop(child, closed);
    throw error;
  });
  return {
    url: `http://127.0.0.1:${port}`,
    metricsUrl: `http://127.0.0.1:${metricsPort}`,
    output,
    stop: () => stop(child, closed),
  };
}

async function stop(child, closed) {
  child.kill('SIGTERM');
  const isStopped = await Promise.race([closed.then(() => true), sleep(STOP_TIMEOUT_MS, false, { ref: false })]);
  if (!isStopped) child.kill('SIGKILL');
  await closed;
}

async function untilItAnswers(child, port, output) {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined))) {
    if (child.exitCode === null && Date.now() < deadline) await sleep(100);
    else throw new Error(`The application does not answer:\n${output().slice(-2000)}`);
  }
}

function kept(child) {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk) => (text += chunk));
  return () => text;
}

async function freePort() {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
