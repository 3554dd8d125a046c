// Nest 12 is pure ESM, which swc turns into the CommonJS that Jest runs. In pnpm's layout the first node_modules decides nothing.
const esmPackages = '\\.pnpm|@nestjs|file-type|strtok3|token-types|uint8array-extras|@tokenizer|load-esm|@borewit';

module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.spec.ts'],
  transform: { '^.+\\.(ts|c?js)$': ['@swc/jest', { ...require('./swc.json'), module: { type: 'commonjs' } }] },
  transformIgnorePatterns: [`/node_modules/(?!(${esmPackages})/)`, '\\.pnp\\.'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
};
