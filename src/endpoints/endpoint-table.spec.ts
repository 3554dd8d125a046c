import { Diagnostics } from '../kernel/index.js';
import type { Endpoint } from './endpoint.js';
import { EndpointTable } from './endpoint-table.js';

describe('EndpointTable', () => {
  let warnings: string[];
  let table: EndpointTable;

  beforeEach(() => {
    warnings = [];
    table = new EndpointTable(new Diagnostics((message) => warnings.push(message)));
    table.register(endpoint('/metrics', 'metrics'));
  });

  it('finds an endpoint by its exact path, with or without a trailing slash', () => {
    const found = ['/metrics', '/metrics/', '/metrics/x', '/', '/Metrics'].map((path) => table.find(path)?.title);

    expect(found).toEqual(['metrics', 'metrics', undefined, undefined, undefined]);
  });

  it('refuses a path that another endpoint has, naming both', () => {
    expect(() => table.register(endpoint('/metrics/', 'liveness'))).toThrow(
      'OBS_ERR_ENDPOINT_CONFLICT  metrics and liveness have the same path; got /metrics. ' +
        'Fix: give one of them another path in the options.',
    );
  });

  it('leaves a path to the application that serves it, with one warning', () => {
    table.stepAside('/metrics/');
    table.stepAside('/metrics');
    table.stepAside('/elsewhere');

    expect(table.find('/metrics')).toBeUndefined();
    expect(table.endpoints).toEqual([]);
    expect(warnings).toEqual([
      'The application serves GET /metrics itself, so metrics is not available there. ' +
        'Give it another path in the options to have both.',
    ]);
  });

  it('shares a path with a route of another method', () => {
    table.stepAside('/metrics', 'POST');

    const found = ['GET', 'HEAD', 'POST', 'DELETE'].map((method) => table.find('/metrics', method)?.title);

    expect(found).toEqual(['metrics', 'metrics', undefined, undefined]);
    expect(warnings).toEqual([]);
  });

  it('answers the methods it does not allow itself as long as the application has no route there', () => {
    expect(table.find('/metrics', 'POST')?.title).toBe('metrics');
  });
});

function endpoint(path: string, title: string): Endpoint {
  return { path, title, answer: () => ({ status: 200, headers: {}, body: '' }) };
}
