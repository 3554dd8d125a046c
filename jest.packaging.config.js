// Tests of the packed tarball and the built samples, as users get them.
const base = require('./jest.config.js');

module.exports = { ...base, testMatch: ['**/*.packaging.ts'], testTimeout: 300_000, maxWorkers: 1 };
