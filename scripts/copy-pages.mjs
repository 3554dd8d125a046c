// Puts the samples' pages beside their compiled code, which tsc leaves alone: node scripts/copy-pages.mjs
import { cpSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const samples = join(dirname(fileURLToPath(import.meta.url)), '../sample');

for (const sample of readdirSync(samples).filter((name) => /^\d/.test(name))) {
  const pages = readdirSync(join(samples, sample)).filter((name) => name.endsWith('.html'));
  for (const page of pages) cpSync(join(samples, sample, page), join(samples, 'dist', sample, page));
}
