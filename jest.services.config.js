// Tests against real servers from Debian's packages; `npm run test:services` after installing them (see .ci/run).
const base = require('./jest.config.js');

module.exports = { ...base, testMatch: ['**/*.services.ts'], testTimeout: 120_000, maxWorkers: 1 };
