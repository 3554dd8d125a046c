/** What docs/19-profiling.md shows: its block is a region of this file, and does here what the page says of it. */
import { ProfilingService, signProfileRequest, type ObservabilityOptions } from 'nestjs-observability';
import { closeApplications, startApplication } from '../support/application.js';
import { renewBurners, shop } from '../profiling/busy-shop.js';

process.env['PROFILING_SECRET'] = 'only-operators-know';

// #region profiling
const observability: ObservabilityOptions = {
  profiling: {
    enabled: true,
    requestSecret: process.env['PROFILING_SECRET'], // single requests, by a signed header
    triggers: { eventLoopDelayMs: 250, sloBurn: true }, // when there is trouble
    continuous: { enabled: true }, // 10 s of every minute, coarsely
  },
};
// #endregion

beforeEach(renewBurners);
afterEach(closeApplications);

describe('the profiles of the page', () => {
  it('are taken of a single request with a signed header', async () => {
    const { app, recorder, request } = await startApplication({ ...shop, observability });
    const profiling = app.get(ProfilingService);
    const signed = signProfileRequest('only-operators-know', { method: 'GET', path: '/shop/hot/7' });
    const isSigned = () => profiling.list().find(({ cause }) => cause.type === 'request');

    await request('/shop/hot/7', { headers: { 'x-profile-request': signed } });
    await recorder.waitFor(() => isSigned() !== undefined);

    expect(isSigned()).toMatchObject({ kind: 'cpu', cause: { request: 'GET with a signed header' } });
  });
});
