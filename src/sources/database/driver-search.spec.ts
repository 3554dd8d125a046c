import { Pool } from 'pg';
import { searchInstances } from './driver-search.js';

describe('searchInstances', () => {
  it('finds what hangs on providers, and evaluates no getter', () => {
    const pool = new Pool();
    const orm = { driver: { master: pool } };
    const found: object[] = [];
    const trap = Object.defineProperty({ orm }, 'lazy', {
      enumerable: true,
      get: () => {
        throw new Error('evaluated');
      },
    });

    searchInstances([trap], (instance) => found.push(instance));

    expect(found).toEqual([pool]);
  });

  it('tells instances, and not the classes that hang beside them', () => {
    const found: object[] = [];
    const pool = new Pool();

    searchInstances([{ driver: { Pool, pool } }], (instance, reader) => {
      if (reader !== undefined) found.push(instance);
    });

    expect(found).toEqual([pool]);
  });

  it('asks nothing of proxies', () => {
    const refuse = () => {
      throw new Error('asked');
    };
    const proxy = new Proxy(
      {},
      { get: refuse, ownKeys: refuse, getPrototypeOf: refuse, getOwnPropertyDescriptor: refuse },
    );

    expect(() => searchInstances([proxy, { proxy }], () => undefined)).not.toThrow();
  });

  it('is over soon, however much hangs on a provider', () => {
    const wide = () => Array.from({ length: 150 }, () => ({}) as Record<string, unknown>);
    const root = { a: wide().map((leaf) => ({ leaf, more: wide().map((inner) => ({ inner, again: wide() })) })) };
    const startedAt = performance.now();

    searchInstances([root], () => undefined);

    expect(performance.now() - startedAt).toBeLessThan(3000);
  });
});
