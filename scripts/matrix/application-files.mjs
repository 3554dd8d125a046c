// Writes a cell's application: what all have (application/), and what differs by adapter, test runner and installed peers.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const template = fileURLToPath(new URL('application', import.meta.url));

/** The file of application/optional/ that uses each peer. */
const features = {
  'nestjs-pino': 'nestjs-pino',
  '@willsoto/nestjs-prometheus': 'nestjs-prometheus',
  '@sentry/node': 'sentry',
  bullmq: 'bullmq',
};

const adapters = { express: 'ExpressAdapter', fastify: 'FastifyAdapter' };
const runners = { jest: '@jest/globals', vitest: 'vitest' };

/** @param input.installer one of installers.mjs, `set` of dependency-sets.mjs, `library` of packed.mjs */
export function writeApplication(folder, { cell, installer, set, library }) {
  copy('src', 'test', 'swc.json', 'tsconfig.json', 'tsconfig.types.json');
  cpSync(join(template, cell.tests), folder, { recursive: true });
  write('package.json', JSON.stringify(manifest(cell, installer, set, library), undefined, 2));
  for (const [name, text] of Object.entries(installer.files(set.overrides))) write(name, text);
  write('src/generated/adapter.ts', adapterFile(cell));
  write('src/generated/optional-peers.ts', peersFile(copyFeatures(set)));
  write('test/generated/runner.ts', runnerFile(cell));
  write('test/generated/entry-points.ts', entryPointsFile(cell, library));

  function copy(...names) {
    for (const name of names) cpSync(join(template, name), join(folder, name), { recursive: true });
  }

  function copyFeatures({ dependencies }) {
    const names = Object.keys(features).filter((name) => Object.hasOwn(dependencies, name));
    for (const name of ['peer-feature', ...names.map((peer) => features[peer])])
      cpSync(join(template, 'optional', `${name}.ts`), join(folder, 'src/generated', `${name}.ts`));
    return names.map((name) => features[name]);
  }

  function write(name, text) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

function manifest(cell, installer, { dependencies, overrides }, { tarball }) {
  return {
    name: 'matrix',
    version: '1.0.0',
    private: true,
    type: cell.module === 'esm' ? 'module' : 'commonjs',
    dependencies: { 'nestjs-observability': `file:${tarball}`, ...dependencies },
    ...installer.manifest(overrides),
  };
}

function adapterFile({ platform }) {
  const name = adapters[platform];
  return `import type { AbstractHttpAdapter } from '@nestjs/core';
import { ${name} } from '@nestjs/platform-${platform}';

export const adapter = (): AbstractHttpAdapter => new ${name}();
`;
}

function runnerFile({ tests }) {
  return `import 'nestjs-observability/testing/${tests}';\n\nexport { expect, it } from '${runners[tests]}';\n`;
}

function peersFile(names) {
  const imports = names.map((name, index) => `import { feature as feature${index} } from './${name}.js';\n`);
  const list = names.map((_, index) => `feature${index}`).join(', ');
  return `import type { PeerFeature } from './peer-feature.js';
${imports.join('')}
export const optionalPeers: readonly PeerFeature[] = [${list}];
`;
}

/** Every one, but those for the other test runner: their types need it. */
function entryPointsFile({ tests }, { entryPoints }) {
  const other = tests === 'jest' ? '/vitest' : '/jest';
  const names = entryPoints.filter((name) => !name.endsWith(other));
  const imports = names.map((name, index) => `import * as entryPoint${index} from '${name}';\n`);
  return `${imports.join('')}\nexport const all = [${names.map((_, index) => `entryPoint${index}`).join(', ')}];\n`;
}
