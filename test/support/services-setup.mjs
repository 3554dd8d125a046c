// Before the tests of jest.services.config.js: starts the servers they name, side by side, and puts the URLs into the
// environment. A URL that is already there (from `npm run services`) is used as it is.
//
// TEST_SERVICES=redis,nats starts those instead of what the test files name; empty starts none.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isInstalled, servers, serversNamed, startServices } from '../../scripts/services/index.mjs';

const install = 'node scripts/services.mjs --install';

export default async function setUp({ rootDir, testPathPatterns }) {
  const absent = {};
  const open = servers.filter(({ variable }) => !process.env[variable]);
  const wanted = open.filter(isWanted(testFiles(rootDir, testPathPatterns)));
  if (process.env['TEST_SERVICES'] !== undefined)
    for (const { name } of open) absent[name] = { reason: 'is left out by TEST_SERVICES' };
  for (const { name } of wanted) absent[name] = { reason: `is not installed; to install: ${install}` };
  await startInto(process.env, absent, wanted.filter(isInstalled));
  process.env['TEST_SERVICES_ABSENT'] = JSON.stringify(absent);
}

function testFiles(rootDir, testPathPatterns) {
  const isInRun = testPathPatterns.toExecutor({ rootDir });
  const files = readdirSync(join(rootDir, 'test'), { recursive: true }).map((file) => join(rootDir, 'test', file));
  return files.filter((file) => file.endsWith('.services.ts') && isInRun.isMatch(file));
}

function isWanted(files) {
  const named = process.env['TEST_SERVICES'];
  if (named !== undefined) {
    const chosen = serversNamed(named.split(',').filter(Boolean));
    return (server) => chosen.includes(server);
  }
  const sources = files.map((file) => readFileSync(file, 'utf8')).filter((text) => text.includes('describeWith('));
  return ({ name }) => sources.some((text) => text.includes(`'${name}'`));
}

async function startInto(env, absent, startable) {
  if (startable.length === 0) return;
  const services = startServices(startable, ({ event, name, variable, url, seconds, message }) => {
    if (event === 'ready') {
      env[variable] = url;
      delete absent[name];
      process.stderr.write(`${name} ready in ${seconds} s\n`);
    } else {
      absent[name] = { reason: `does not run: ${message}`, isFailure: true };
      process.stderr.write(`${name}: ${message}\n`);
    }
  });
  globalThis.startedServices = services;
  await services.settled;
  services.unref();
}
