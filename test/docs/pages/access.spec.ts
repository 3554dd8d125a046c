/** What docs/13-console.md and docs/20-management.md show of who may ask: regions of this file, tried in production. */
import type { ObservabilityOptions } from 'nestjs-observability';
import { closeApplications, startApplication } from '../../support/application.js';

process.env['ALICE_TOKEN'] = 'alice-knows-0123456789';
process.env['CONSOLE_TOKEN'] = 'console-knows-0123456789';

// #region management
const management: ObservabilityOptions['management'] = {
  enabled: true,
  access: {
    tokens: { alice: process.env['ALICE_TOKEN']! }, // or authorize: (request) => 'name' | undefined
    loopbackOnly: false,
    hosts: ['desk.internal'],
  },
  exposure: { read: ['health', 'loggers', 'exporters'], change: ['loggers'] },
};
// #endregion

// #region console
const desk: ObservabilityOptions['console'] = {
  enabled: true,
  access: { token: process.env['CONSOLE_TOKEN']! }, // or authorize: (request) => 'name' | undefined
};
// #endregion

// #region container
const deskInContainer: ObservabilityOptions['console'] = {
  access: { loopbackOnly: false, token: process.env['CONSOLE_TOKEN']! },
};
// #endregion

const production: ObservabilityOptions = { environment: 'production', shutdown: { drainTimeoutMs: 0 } };

afterEach(closeApplications);

describe('the access of the pages', () => {
  const bearer = (token: string | undefined) => ({ headers: { authorization: `Bearer ${token}` } });

  it('lets the holder of a token manage what is exposed, and nobody else', async () => {
    const { request } = await startApplication({ observability: { ...production, management } });
    const base = '/observability/manage';

    const statuses = await Promise.all([
      request(`${base}/loggers`, bearer(process.env['ALICE_TOKEN'])),
      request(`${base}/loggers`),
      request(`${base}/config`, bearer(process.env['ALICE_TOKEN'])),
    ]);

    expect(statuses.map(({ status }) => status)).toEqual([200, 401, 404]);
  });

  it.each([desk, { ...deskInContainer, enabled: true }])(
    'lets programs with the token ask the console',
    async (console) => {
      const { request } = await startApplication({ observability: { ...production, console } });
      const traces = '/observability/api/v1/traces?q=status:error&limit=10';

      const statuses = await Promise.all([request(traces, bearer(process.env['CONSOLE_TOKEN'])), request(traces)]);

      expect(statuses.map(({ status }) => status)).toEqual([200, 401]);
    },
  );

  it('refuses to start where nobody is named', async () => {
    const starting = startApplication({ observability: { ...production, console: { enabled: true } } });

    await expect(starting).rejects.toThrow(
      'console.access must say who may look, outside development and wherever console.access.loopbackOnly is off',
    );
  });
});
