// node scripts/with-services.mjs redis nats -- command…: runs a command with the servers it needs, those the environment
// names or fresh ones that stop with it; their URLs are in its environment.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describeMissing, isInstalled, serversNamed, startServices } from './services/index.mjs';

const end = process.argv.indexOf('--');
const [command, ...args] = process.argv.slice(end + 1);
const needed = serversNamed(process.argv.slice(2, end)).filter(({ variable }) => !process.env[variable]);
const missing = needed.filter((server) => !isInstalled(server));
if (missing.length > 0) {
  process.stderr.write(`Not installed: ${describeMissing(missing)}. Fix: node scripts/services.mjs --install\n`);
  process.exit(1);
}

const env = { ...process.env };
const services = needed.length > 0 ? startServices(needed, note) : undefined;
process.exitCode = (await (services?.settled ?? true)) ? await run() : 1;
await services?.stop();

function note({ event, name, variable, url, message }) {
  if (event === 'ready') env[variable] = url;
  else process.stderr.write(`${name}: ${message}\n`);
}

async function run() {
  const child = spawn(command, args, { env, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  const [exitCode] = await once(child, 'exit');
  return exitCode ?? 1;
}
