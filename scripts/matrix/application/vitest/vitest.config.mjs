// What Vitest compiles with does not emit the types of constructor parameters that Nest injects by: swc does.
import { readFileSync } from 'node:fs';
import { transform } from '@swc/core';
import { defineConfig } from 'vitest/config';

const options = { ...JSON.parse(readFileSync('./swc.json', 'utf8')), swcrc: false, sourceMaps: true };

export default defineConfig({
  plugins: [
    {
      name: 'swc',
      enforce: 'pre',
      transform: (code, id) => (id.endsWith('.ts') ? transform(code, { ...options, filename: id }) : undefined),
    },
  ],
  test: { include: ['test/**/*.spec.ts'] },
});
