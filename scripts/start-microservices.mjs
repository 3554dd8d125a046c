// Runs sample/03-microservices with the servers it needs: those the environment names, or fresh ones that stop with it.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { describeMissing, isInstalled, serversNamed, startServices } from './services/index.mjs';

const needed = serversNamed(['nats', 'redis', 'postgresql']).filter(({ variable }) => !process.env[variable]);
const missing = needed.filter((server) => !isInstalled(server));
if (missing.length > 0) {
  process.stderr.write(`Not installed: ${describeMissing(missing)}. Fix: node scripts/services.mjs --install\n`);
  process.exit(1);
}

const env = { ...process.env };
const services = needed.length > 0 ? startServices(needed, note) : undefined;
process.exitCode = (await (services?.settled ?? true)) ? await runSample() : 1;
await services?.stop();

function note({ event, name, variable, url, message }) {
  if (event === 'ready') env[variable] = url;
  else process.stderr.write(`${name}: ${message}\n`);
}

async function runSample() {
  const sample = fork(new URL('../sample/dist/03-microservices/main.js', import.meta.url).pathname, { env });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => sample.kill(signal));
  const [exitCode] = await once(sample, 'exit');
  return exitCode ?? 0;
}
