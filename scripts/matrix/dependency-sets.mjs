// The releases that each cell installs, pinned: what was green stays comparable, and Node 20 needs older ones than npm would
// choose, since several packages' newest refuse it in strict installers.

const nestPackages = {
  11.1: {
    '@nestjs/common': '11.1.0',
    '@nestjs/core': '11.1.0',
    '@nestjs/platform-express': '11.1.0',
    '@nestjs/platform-fastify': '11.1.0',
    '@nestjs/testing': '11.1.0',
    '@nestjs/terminus': '11.1.0',
    '@nestjs/microservices': '11.1.0',
    '@nestjs/websockets': '11.1.0',
    '@willsoto/nestjs-prometheus': '6.1.1',
    'nestjs-pino': '4.6.1',
  },
  12: {
    '@nestjs/common': '12.5.1',
    '@nestjs/core': '12.5.1',
    '@nestjs/platform-express': '12.5.1',
    '@nestjs/platform-fastify': '12.5.0',
    '@nestjs/testing': '12.1.1',
    '@nestjs/terminus': '12.1.0',
    '@nestjs/microservices': '12.1.1',
    '@nestjs/websockets': '12.1.1',
    '@willsoto/nestjs-prometheus': '6.1.1',
    'nestjs-pino': '5.2.1',
  },
};

const opentelemetryPackages = {
  2: {
    '@opentelemetry/api': '1.9.1',
    '@opentelemetry/exporter-trace-otlp-grpc': '0.223.1',
    '@opentelemetry/exporter-trace-otlp-proto': '0.223.1',
    '@opentelemetry/sdk-node': '0.223.0',
  },
  3: {
    '@opentelemetry/api': '1.10.0',
    '@opentelemetry/exporter-trace-otlp-grpc': '0.301.0',
    '@opentelemetry/exporter-trace-otlp-proto': '0.301.0',
    '@opentelemetry/sdk-node': '0.301.0',
  },
};

const otherPackages = {
  '@grpc/grpc-js': '1.14.7',
  '@sentry/node': '11.12.0',
  bullmq: '6.7.0',
  pino: '10.4.0',
  'pino-http': '11.0.0',
  'prom-client': '15.1.3',
  'reflect-metadata': '0.2.2',
  rxjs: '7.8.2',
  yaml: '2.9.1',
};

/** What only the newest Nodes take is named per line: the rest is the same for all. */
const nodeLines = {
  20.19: {
    packages: { '@types/node': '20.19.25', vitest: '4.1.12', vite: '7.3.8' },
    overrides: ({ nest, platform }) => ({
      ...(nest === '12' && { 'file-type': '21.3.4' }),
      ...(platform === 'fastify' && { 'light-my-request>cookie': '1.1.1' }),
    }),
  },
  22: { packages: { '@types/node': '22.20.5', vitest: '5.1.1', vite: '8.3.8' } },
  24: { packages: { '@types/node': '24.19.2', vitest: '5.1.1', vite: '8.3.8' } },
  26: { packages: { '@types/node': '26.6.6', vitest: '5.1.1', vite: '8.3.8' } },
};

/**
 * nestjs-pino 5 needs Node 22.12, and 4 refuses Nest 12. Under Plug'n'Play an ESM application has CommonJS packages twice, once by
 * import and once by require, and nestjs-pino remembers in its own copy who asked for a logger.
 */
const isAbsent = (name, { nest, node, module, installer }) =>
  name === 'nestjs-pino' && ((nest === '12' && node === '20.19') || (module === 'esm' && installer === 'yarn-pnp'));

/** Releases with a binary of every platform on the registry: Yarn looks for those of all, and some newer ones lack one. */
const completeReleases = ({ tests, peers }) => ({
  ...(peers !== 'required' && { 'msgpackr-extract': '3.0.4' }),
  ...(tests === 'jest' && { 'unrs-resolver': '1.12.2' }),
});

const typescriptReleases = { 5.9: '5.9.3', 6: '6.0.3', 7: '7.0.2' };

const runnerPackages = {
  jest: { jest: '30.5.2', '@jest/globals': '30.5.2', '@swc/jest': '0.2.39', '@swc/core': '1.16.18' },
  vitest: { '@swc/core': '1.16.18' },
};

/**
 * What the cell's application depends on beside the package under test.
 * @param peers the package's peers: name, `oldest` release that its range permits, `isRequired`
 * @returns `dependencies` by name, and `overrides` of what dependencies depend on: `parent>name` or `name` to release
 */
export function dependencySet(cell, peers) {
  const line = nodeLines[cell.node];
  const known = cell.peers === 'oldest' ? oldestReleases(peers) : newestReleases(cell);
  const installed = peers.filter(
    ({ name, isRequired }) => isRequired || (cell.peers !== 'required' && !isAbsent(name, cell)),
  );
  const names = [...installed.map(({ name }) => name), `@nestjs/platform-${cell.platform}`, '@nestjs/testing'];
  return {
    dependencies: {
      ...Object.fromEntries(names.map((name) => [name, releaseOf(known, name)])),
      ...toolsOf(cell, line),
    },
    overrides: { ...completeReleases(cell), ...line.overrides?.(cell) },
  };
}

const newestReleases = ({ nest, otel }) => ({
  ...otherPackages,
  ...nestPackages[nest],
  ...opentelemetryPackages[otel],
});

/** Nest's packages that are no peers are as old as its core. */
function oldestReleases(peers) {
  const releases = Object.fromEntries(peers.map(({ name, oldest }) => [name, oldest]));
  const core = releases['@nestjs/core'];
  return { '@nestjs/platform-express': core, '@nestjs/platform-fastify': core, '@nestjs/testing': core, ...releases };
}

function toolsOf({ tests, typescript, installer }, { packages: { vitest, vite, ...types } }) {
  return {
    ...types,
    typescript: typescriptReleases[typescript],
    ...runnerPackages[tests],
    ...(tests === 'vitest' && { vitest, vite }),
    // Our matchers extend its types; Plug'n'Play lets a package find what it does not declare only if the application does.
    ...(tests === 'jest' && installer === 'yarn-pnp' && { expect: '30.5.2' }),
  };
}

function releaseOf(known, name) {
  if (Object.hasOwn(known, name)) return known[name];
  throw new Error(`The peer ${name} has no release here. Fix: add it to scripts/matrix/dependency-sets.mjs.`);
}
