// Removes build output: node scripts/clean.mjs dist sample/dist
import { rmSync } from 'node:fs';

for (const folder of process.argv.slice(2)) rmSync(folder, { recursive: true, force: true });
