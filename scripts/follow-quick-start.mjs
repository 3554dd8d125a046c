// node scripts/follow-quick-start.mjs [--built | --package FILE]: does what docs/02-quick-start.md says, in a clean folder, with the
// package as npm would publish it: --built packs what stands in dist/, --package takes a tarball, otherwise a copy is built. Takes
// minutes and the network.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { run, start } from './migration/application.mjs';
import { packedLibrary } from './migration/packed-library.mjs';

const page = readFileSync(fileURLToPath(new URL('../docs/02-quick-start.md', import.meta.url)), 'utf8');
const { values } = parseArgs({ options: { built: { type: 'boolean' }, package: { type: 'string' } } });

// Somebody at a terminal is asked.
process.env.npm_config_yes = 'true';
const folder = mkdtempSync(join(tmpdir(), 'quick-start-'));
try {
  await follow(values.package ? resolve(values.package) : packedLibrary(folder, values.built === true));
  process.stdout.write('The quick start leads where it says.\n');
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${error.message}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function follow(tarball) {
  const shop = join(folder, 'shop');
  await run(commandsOf('1. An application')[0], folder);
  await run(commandsOf('2. Install')[0].replace('nestjs-observability', tarball), shop);
  for (const name of ['controller', 'controller.spec', 'service']) rmSync(join(shop, `src/app.${name}.ts`));
  for (const [file, text] of filesOf(page)) writeFileSync(join(shop, file), text);
  await run('npm run build', shop);
  const application = await start(shop, { NODE_ENV: 'development' });
  try {
    await look(application);
  } finally {
    await application.stop();
  }
}

async function look({ url, output }) {
  const asked = commandsOf('4. Run it, and look')[1].replaceAll('localhost:3000', url.slice('http://'.length));
  const answers = execFileSync('sh', ['-ec', asked], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  expectIn('the answers', answers, ['{"id":1,"item":"tea"}', 'There is no order 7.']);
  expectIn('/metrics', await textOf(`${url}/metrics`), block('payment_duration_seconds').match(/^\w+\{[^}]*\}/gm));
  expectIn('/health/ready', await textOf(`${url}/health/ready`), ['"status":"ready"']);
  expectIn('/observability', await textOf(`${url}/observability`), ['<!doctype html>']);
  expectIn('the log', output(), ['The console is at http', 'Order 1 placed', '─ OrdersService.place', '─ payment']);
}

async function textOf(address) {
  return (await fetch(address)).text();
}

function expectIn(place, text, parts) {
  const missing = parts.filter((part) => !text.toLowerCase().includes(part.toLowerCase()));
  if (missing.length > 0) throw new Error(`${place} lacks ${missing.join(' and ')}:\n${text.slice(0, 2000)}`);
}

// The blocks of `sh` below a heading, in their order.
function commandsOf(heading) {
  const [, section] = page.split(`## ${heading}\n`);
  return [...section.split('\n## ')[0].matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, text]) => text.trim());
}

// Each whole file, under the name that was last said before it.
function filesOf(text) {
  const parts = text.matchAll(/`(src\/[\w.]+\.ts)`(?:(?!`src\/)[^])*?<!-- generated: file [^]*?^```ts\n([^]*?)^```$/gm);
  return [...parts].map(([, file, content]) => [file, content]);
}

// The block of text that begins with, or holds, these words.
function block(words) {
  return page.split(/^```(?:text|json)?$/m).find((part) => part.includes(words) && !part.includes('`'));
}
