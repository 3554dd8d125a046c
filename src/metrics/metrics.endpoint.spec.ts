import type { EndpointRequest } from '../endpoints/index.js';
import { Diagnostics } from '../kernel/index.js';
import { Exposition } from './exposition.js';
import { MetricRegistry } from './metric-registry.js';
import { metricsEndpoint } from './metrics.endpoint.js';
import { registryConfig } from '../../test/support/registry-config.js';

const registry = new MetricRegistry(registryConfig(), new Diagnostics());
const endpoint = metricsEndpoint(new Exposition(registry), { path: '/metrics', bearerToken: 'secret' });

const ask = (query: string, accept?: string) =>
  endpoint.answer({
    method: 'GET',
    path: '/metrics',
    query: new URLSearchParams(query),
    headers: { accept },
    remoteAddress: undefined,
  } as EndpointRequest);

describe('metricsEndpoint', () => {
  it('stands at its path, with its token, and may be compressed', () => {
    expect(endpoint).toMatchObject({ path: '/metrics', bearerToken: 'secret', isCompressible: true });
  });

  it('says which format and version it answers with, and on what that depends', async () => {
    const [text, open] = [await ask(''), await ask('', 'application/openmetrics-text')];

    const vary = 'Accept, Accept-Encoding';
    expect(text).toMatchObject({
      status: 200,
      headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', vary },
    });
    expect(open.headers).toEqual({
      'content-type': 'application/openmetrics-text; version=1.0.0; charset=utf-8',
      vary,
    });
  });

  it('answers with the families asked for', async () => {
    const { body } = await ask('name[]=observability_scrape_errors_total&name[]=nothing');

    let text = '';
    for await (const chunk of body as AsyncIterable<string>) text += chunk;

    expect(text.split('\n').filter((line) => !line.startsWith('#'))).toEqual([
      'observability_scrape_errors_total 0',
      '',
    ]);
  });
});
