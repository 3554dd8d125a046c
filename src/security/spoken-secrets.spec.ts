import { markedText } from '../../test/support/marked-text.js';
import { redactionConfig } from '../../test/support/redaction-config.js';
import { Redactor } from './redactor.js';

const redactor = new Redactor(redactionConfig);

describe('A secret without a separator', () => {
  it.each([
    'the passphrase is «correct horse»',
    'Passcode was «12 34»',
    'PASSWORD IS «hunter2», and the password was «hunter3».',
    'password set to «hunter2»',
    'password is\n«hunter2»',
    'token  is «8c1f0d2e»',
    'Your PIN was «4711»',
    'pin is 471',
    'secret set to «8c1f0d2e»',
    'the OTP changed to «471100»',
    'access key is: «8c1f0d2e», the token is «8c1f0d2f»',
    'Api key Is "«8c1f0d2e»"',
    'PASSWORD WAS «hunter2»',
    'API-KEY SET TO «8c1f0d2e»',
    'TOKEN CHANGED TO «8c1f0d2e»',
    'token is abcdefgh',
    'the key is 4711',
  ])('is told in a sentence: %s', expectShown);

  it.each([
    "CREATE USER bob IDENTIFIED  WITH  'caching_sha2'  BY  '«hunter2»'",
    "basic\t«IDENTIFIED» BY '«hunter2»'",
    "identified with mysql_native as '«hunter2»'",
    'identified  by "«hunter2»" and identified by "«hunter3»"',
    JSON.stringify('identified by "«hunter2»"'),
    "identified by ''",
    'identified by hunter2',
  ])('is told in a statement: %s', expectShown);

  it.each([
    '--password «hunter2» --token «hunter3»',
    'tool --my-pass-phrase  «hunter2»',
    'tool --API_KEY «hunter2» x',
    'tool --apikey "«hunter2»" x',
    "tool --secret.key '«hunter2»'",
    'tool --access-key «hunter2»',
    'tool --pass_code «1234»',
    JSON.stringify('tool --token "«hunter2»" -v'),
    'tool --password --verbose',
    'tool --token $TOKEN',
    'x--password hunter2',
    '-u «bob:hunter2» http://h',
    'curl -u  «bob:hunter2» -u «ann:hunter3»',
    'curl --user "«bob:hunter2»" h',
    'curl --user https://bob.example',
    'curl -u bob http://h',
    'x-u bob:hunter2',
  ])('is an option of a command: %s', expectShown);

  it('is hidden wherever the reach of a long sentence before it ends', () => {
    for (let words = 100; words < 140; words++) {
      const shown = redactor.redactText(`passwd is ${'a '.repeat(words)}and must be -password hunter2 on`);

      expect(shown).not.toMatch(/hunter|unter2/);
    }
  });
});

function expectShown(sample: string): void {
  const { text, shown } = markedText(sample);

  expect(redactor.redactText(text)).toBe(shown);
}
