import { SecretKeys } from './secret-keys.js';

const keys = new SecretKeys([]);

describe('A name', () => {
  it.each([
    'token', 'JWT', 'x-auth', 'basic_auth', 'pwd', 'db.pass', 'otp', 'cvc2', 'Social Security Number', 'PAN', 'connect.sid', 'PHPSESSID',
    'accessKey', 'SharedAccessSignature', 'account_key', 'ssh-key', 'mnemonic', 'seedPhrase', 'recovery codes', 'x-force-trace',
    'dbPassword', 'STRIPE_SECRET_KEY', 'set-cookie', 'http.request.header.x-api-key', 'http.request.header.x-auth', 'csrfToken', 'id_token',
    'token.of.pwd', 'user[pwd]', 'user[pwd][0]', 'pwd[]', 'users.0[x-auth]',
  ])('tells a secret: %s', (name) => {
    expect(keys.has(name)).toBe(true);
  }); // prettier-ignore

  it.each([
    '', 'x', 'author', 'passage', 'span', 'expand', 'side', 'keyboard', 'sshkeys', 'tokens', 'tokenCount', 'maxToken', 'nextPageToken',
    'first_token', 'per_token', 'cancellationToken', 'code', 'key', 'sig', 'token.count', 'pwd.length', 'pwd[length]', 'user[author]', '[]',
  ])('tells none: %s', (name) => {
    expect(keys.has(name)).toBe(false);
  }); // prettier-ignore

  it.each(['key', 'code', 'SIG', 'signature', 'X-Amz-Signature', 'X-Goog-Signature', 'token', 'file[sig]'])(
    'tells a secret in a query: %s',
    (name) => {
      expect(keys.hasParameter(name)).toBe(true);
    },
  );

  it.each(['', 'page', 'codes', 'keyword'])('tells none in a query: %j', (name) => {
    expect(keys.hasParameter(name)).toBe(false);
  });

  it('is read to a bound, and remembered however many there are', () => {
    const names = Array.from({ length: 6000 }, (_, index) => `field${index}`);

    expect(names.filter((name) => keys.has(name))).toEqual([]);
    expect([keys.has('token'), keys.has('token'), keys.has('field1')]).toEqual([true, true, false]);
    expect([keys.has('a'.repeat(92) + 'password'), keys.has('a'.repeat(93) + 'password')]).toEqual([true, false]);
  });

  it.each([
    ['Authorization', 'line'],
    ['cookieJar', 'line'],
    ['passphrase', 'words'],
    ['mnemonic', 'words'],
    ['dbPassword', 'words-after-colon'],
    ['passwd', 'words-after-colon'],
    ['pwd', 'words-after-colon'],
    ['db.pass', 'words-after-colon'],
    ['clientSecret', 'words-after-colon'],
    ['passphraseHint', 'word'],
    ['mnemonicOf', 'word'],
    ['passwordHint', 'word'],
    ['passwdHash', 'word'],
    ['pwdHash', 'word'],
    ['passKey', 'word'],
    ['secretKey', 'word'],
    ['token', 'word'],
  ])('says how far a bare value reaches: %s, %s', (name, extent) => {
    expect(keys.extentOf(name)).toBe(extent);
  });

  it('is asked about from the length of the shortest', () => {
    expect([keys.minLength, new SecretKeys(['I-D']).minLength]).toEqual([3, 2]);
  });
});
