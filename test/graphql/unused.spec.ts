import { closeApplications, platforms, startApplication } from '../support/application.js';

afterEach(closeApplications);

// A module that is loaded after all fails the start.
jest.mock('@nestjs/graphql', () => refuse('@nestjs/graphql'));
jest.mock('@nestjs/apollo', () => refuse('@nestjs/apollo'));
jest.mock('@apollo/server', () => refuse('@apollo/server'));
jest.mock('graphql', () => refuse('graphql'));
jest.mock('graphql-ws', () => refuse('graphql-ws'));
jest.mock('@nestjs/schedule', () => refuse('@nestjs/schedule'));
jest.mock('cron', () => refuse('cron'));

function refuse(name: string): never {
  throw new Error(`${name} was loaded`);
}

it.each(platforms)('an application without GraphQL and schedules loads nothing of them on %s', async (platform) => {
  const application = await startApplication({ platform });

  const metrics = await application.scrape();

  expect(metrics).not.toContain('observability_handler_failures_total{');
  expect(metrics).not.toMatch(/graphql_|schedule_/);
});
