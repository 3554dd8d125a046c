import { startApplication, closeApplications } from '../support/application.js';

afterEach(closeApplications);

it('loads no driver and shows no family where the application has no database', async () => {
  const application = await startApplication({});

  expect(await application.scrape()).not.toMatch(/\b(?:db|pool)_/);
  const drivers = /node_modules[\\/](?:pg|pg-pool|mysql2|mongodb|ioredis|redis|@redis|tarn|generic-pool)[\\/]/;
  expect(Object.keys(require.cache).filter((file) => drivers.test(file))).toEqual([]);
});
