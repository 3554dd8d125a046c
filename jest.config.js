// Nest 12 is pure ESM: swc turns it into CommonJS so that Jest needs no flag on any Node (docs/decisions/0001). PGlite and
// OpenTelemetry's exporter over HTTP import Node's modules dynamically, which Jest's sandbox refuses.
const compile = [
  '@swc/jest',
  {
    jsc: {
      target: 'es2022',
      keepClassNames: true,
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  },
];
const esmPackages =
  '@nestjs|file-type|strtok3|token-types|uint8array-extras|@tokenizer|load-esm|@borewit|@electric-sql|@opentelemetry/otlp-exporter-base';

module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  transform: { '^.+\\.(ts|c?js)$': compile },
  transformIgnorePatterns: [`/node_modules/(?!(${esmPackages})/)`],
  moduleNameMapper: {
    '^nestjs-observability$': '<rootDir>/src/index.ts',
    '^nestjs-observability/(register)$': '<rootDir>/src/$1.ts',
    '^nestjs-observability/testing$': '<rootDir>/src/testing/index.ts',
    '^nestjs-observability/bullmq$': '<rootDir>/src/bullmq/index.ts',
    '^nestjs-observability/sentry$': '<rootDir>/src/sentry/index.ts',
    '^nestjs-observability/(nestjs-otel|nestjs-prometheus)$': '<rootDir>/src/migration/$1/index.ts',
    '^nestjs-observability/cluster$': '<rootDir>/src/metrics/cluster.ts',
    '^nestjs-observability/instruments$': '<rootDir>/src/instruments/api.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  setupFiles: ['reflect-metadata'],
  // Real sockets, children and servers: five seconds are too few where both cores have other work.
  testTimeout: 20_000,
  // Both cores of a small machine: the tests wait more than they compute.
  maxWorkers: '100%',
  // A worker keeps something of every file it has run, and collecting a gigabyte of garbage takes seconds.
  workerIdleMemoryLimit: '600MB',
  cacheDirectory: '<rootDir>/.cache/jest',
};
