import { Client, credentials, Metadata } from '@grpc/grpc-js';
import { of } from 'rxjs';
import { withMetadata } from './grpc-metadata.js';

const client = new Client('127.0.0.1:1', credentials.createInsecure());
const fields = { traceparent: '00-1' };
const options = { deadline: 5 };

/** Metadata as what it carries. */
function shown(args: readonly unknown[]): unknown[] {
  return args.map((arg) => (arg instanceof Metadata ? arg.getMap() : arg));
}

describe('withMetadata', () => {
  afterAll(() => client.close());

  it.each([
    ['a plain request', [{ id: 1 }], {}, [{ id: 1 }, fields]],
    ['a request with options', [{ id: 1 }, options], {}, [{ id: 1 }, fields, options]],
    ['a request without metadata but with options', [{ id: 1 }, undefined, options], {}, [{ id: 1 }, fields, options]],
    ['a request stream written by hand', [], { requestStream: true }, [fields]],
    ['a call without a request', [], {}, []],
  ])('knows its place in %s', (_title, args, method, expected) => {
    expect(shown(withMetadata(args, client, method, fields))).toEqual(expected);
  });

  it('stands behind a request stream that is an Observable, but not in the place of options', () => {
    const stream = of(1);
    const method = { requestStream: true };

    expect(shown(withMetadata([stream], client, method, fields))).toEqual([stream, fields]);
    expect(withMetadata([stream, options], client, method, fields)).toEqual([stream, options]);
  });

  it("keeps the application's metadata as it is and lets it win", () => {
    const given = new Metadata();
    given.set('traceparent', 'theirs');

    expect(shown(withMetadata([1, given], client, {}, { ...fields, baggage: 'a=1' }))).toEqual([
      1,
      { traceparent: 'theirs', baggage: 'a=1' },
    ]);
    expect(given.getMap()).toEqual({ traceparent: 'theirs' });
  });

  it('leaves clients of another copy of the package alone', () => {
    expect(withMetadata([1], {}, {}, fields)).toEqual([1]);
  });
});
