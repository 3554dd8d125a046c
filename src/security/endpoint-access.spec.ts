import { mayAccess } from './endpoint-access.js';

describe('mayAccess', () => {
  it('lets everybody in when no token is asked for', () => {
    expect(mayAccess(undefined, undefined)).toBe(true);
  });

  it.each(['Bearer s3cret', 'bearer s3cret', 'BEARER   s3cret '])('accepts the token in %j', (authorization) => {
    expect(mayAccess('s3cret', authorization)).toBe(true);
  });

  it.each([undefined, '', 's3cret', 'Bearer', 'Bearer s3cre', 'Bearer s3cret2', 'Bearer s3cret x', 'Basic s3cret'])(
    'refuses %j',
    (authorization) => {
      expect(mayAccess('s3cret', authorization)).toBe(false);
    },
  );
});
