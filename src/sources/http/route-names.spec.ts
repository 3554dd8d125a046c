import { RouteNames } from './route-names.js';

describe('RouteNames', () => {
  const names = new RouteNames('/orders/:id');

  it('names requests by method and template', () => {
    const get = names.of('GET');

    expect([get.name, get.begun.values]).toEqual(['GET /orders/:id', ['GET']]);
    expect(get.endedWith(404).values).toEqual(['GET', '/orders/:id', '404']);
  });

  it('makes each name once', () => {
    const get = names.of('GET');

    expect(names.of('GET')).toBe(get);
    expect(get.endedWith(200)).toBe(get.endedWith(200));
    expect(names.of('POST')).not.toBe(get);
    expect(get.endedWith(500)).not.toBe(get.endedWith(200));
  });
});
