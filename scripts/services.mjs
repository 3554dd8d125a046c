// Real servers for tests, without containers: node scripts/services.mjs --help
import { parseArgs } from 'node:util';
import {
  describeMissing,
  installMissing,
  isInstalled,
  programs,
  servers,
  serversNamed,
  startServices,
} from './services/index.mjs';

const usage = `Usage: node scripts/services.mjs [options] [${servers.map(({ name }) => name).join(' | ')}]…

Starts the named servers, or all that are installed, each in a temporary folder on a free port of 127.0.0.1, and
prints how to tell the tests about them. Ctrl-C stops them.

  --check    say which are missing; exit code 1 when one is
  --install  install the missing ones with apt-get (root, Debian), and start nothing

Both know ${programs.map(({ name }) => name).join(', ')} as well, which the tests start themselves.
`;

process.exitCode = await main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  return 1;
});

async function main() {
  const { values, positionals } = readArguments();
  if (values.help) return print(usage);
  const known = values.check || values.install ? [...servers, ...programs] : servers;
  const wanted = positionals.length > 0 ? serversNamed(positionals, known) : known;
  if (values.check) return check(wanted);
  if (values.install) return install(wanted);
  return serve(wanted, positionals.length > 0);
}

function readArguments() {
  const flag = { type: 'boolean', default: false };
  return parseArgs({ options: { check: flag, install: flag, help: { ...flag, short: 'h' } }, allowPositionals: true });
}

function check(wanted) {
  for (const server of wanted) {
    print(
      `${server.name.padEnd(10)}  ${isInstalled(server) ? 'installed' : `missing (Debian: ${server.packages.join(' ')})`}\n`,
    );
  }
  return wanted.every(isInstalled) ? 0 : 1;
}

function install(wanted) {
  installMissing(wanted);
  return print(`Installed: ${wanted.map(({ name }) => name).join(', ')}\n`);
}

async function serve(wanted, areNamed) {
  const missing = wanted.filter((server) => !isInstalled(server));
  if (missing.length > 0) {
    const message = `Not installed: ${describeMissing(missing)}. Fix: node scripts/services.mjs --install`;
    if (areNamed || missing.length === wanted.length) throw new Error(message);
    process.stderr.write(`${message}\n`);
  }
  return serveUntilSignal(wanted.filter(isInstalled));
}

function serveUntilSignal(wanted) {
  return new Promise((resolve) => {
    const end = async (exitCode) => {
      await services.stop();
      resolve(exitCode);
    };
    const services = startServices(wanted, (event) => {
      report(event);
      if (event.event !== 'ready') void end(1);
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => void end(0));
    void services.settled.then((allReady) => allReady && process.stderr.write('Ctrl-C stops them\n'));
  });
}

function report({ event, name, variable, url, seconds, message }) {
  if (event === 'ready') print(`export ${variable}='${url}'  # ${name}, ready in ${seconds} s\n`);
  else process.stderr.write(`${name}: ${message}\n`);
}

function print(text) {
  process.stdout.write(text);
  return 0;
}
