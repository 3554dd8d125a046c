// node scripts/with-services.mjs redis nats=NATS_URL -- command…: runs a command with the servers it needs, those the
// environment names or fresh ones that stop with it; their URLs are in its environment, also under a name given here.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describeMissing, isInstalled, serversNamed, startServices } from './services/index.mjs';

const end = process.argv.indexOf('--');
const [command, ...args] = process.argv.slice(end + 1);
const asked = new Map(process.argv.slice(2, end).map((argument) => argument.split('=')));
const named = serversNamed([...asked.keys()]);
const needed = named.filter(({ variable }) => !process.env[variable]);
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
  for (const { name, variable } of named) if (asked.get(name)) env[asked.get(name)] = env[variable];
  const child = spawn(command, args, { env, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  const [exitCode] = await once(child, 'exit');
  return exitCode ?? 1;
}
