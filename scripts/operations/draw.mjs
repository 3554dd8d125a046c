// node scripts/operations/draw.mjs --prometheus URL: draws a generated dashboard from a running Prometheus into .cache/operations,
// as a page and, where there is a Chromium, as an image.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { findProgram } from '../services/programs.mjs';
import { pageOf } from './drawing/page.mjs';
import { operations } from './running-stack.mjs';

const folder = fileURLToPath(new URL('../../.cache/operations', import.meta.url));
const points = 240;
const browserTimeoutMs = 60_000;

const { values } = parseArgs({
  options: {
    prometheus: { type: 'string' },
    dashboard: { type: 'string', default: 'overview' },
    minutes: { type: 'string', default: '60' },
    // Grafana takes four scrapes.
    'rate-interval': { type: 'string', default: '1m' },
  },
});

const toS = Date.now() / 1_000;
const lengthS = Number(values.minutes) * 60;
const dashboard = JSON.parse(readFileSync(join(operations, `grafana/dashboards/${values.dashboard}.json`), 'utf8'));
const page = await pageOf(dashboard, {
  prometheus: values.prometheus,
  fromS: toS - lengthS,
  toS,
  stepS: lengthS / points,
  rateInterval: values['rate-interval'],
});
const file = join(folder, `${values.dashboard}.html`);
mkdirSync(folder, { recursive: true });
writeFileSync(file, page.html);
process.stdout.write(`${file}\n`);
for (const title of page.empty) process.stdout.write(`No data: ${title}\n`);
photograph(file, page);

function photograph(html, { width, height }) {
  const browser = findProgram('chromium');
  if (browser === undefined) return;
  const image = html.replace(/html$/, 'png');
  const options = ['--headless', '--no-sandbox', '--hide-scrollbars', `--window-size=${width},${height}`];
  spawnSync(browser, [...options, `--screenshot=${image}`, pathToFileURL(html).href], { timeout: browserTimeoutMs });
  process.stdout.write(`${image}\n`);
}
