// Tests against real servers from Debian's packages: `node scripts/services.mjs --install`, then `npm run test:services`.
const base = require('./jest.config.js');

module.exports = {
  ...base,
  testMatch: ['**/*.services.ts'],
  testTimeout: 120_000,
  maxWorkers: 1,
  globalSetup: '<rootDir>/test/support/services-setup.mjs',
  globalTeardown: '<rootDir>/test/support/services-teardown.mjs',
};
