// Tests of the console in Debian's Chromium: `node scripts/services.mjs --install chromium`, then `npm run test:browser`.
const base = require('./jest.config.js');

module.exports = { ...base, testMatch: ['**/*.browser.ts'], testTimeout: 60_000, maxWorkers: 1 };
