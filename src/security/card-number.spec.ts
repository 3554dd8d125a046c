import { cardNumbers, isCardNumber } from './card-number.js';

const hidden = (text: string): string => text.replace(cardNumbers.pattern, (run) => cardNumbers.hide!(run, '[CARD]'));

/** With the check digit that fits. */
function withCheckDigit(start: string): string {
  return [...'0123456789'].map((digit) => start + digit).find(isCardNumber)!;
}

describe('a card number', () => {
  it.each([
    ['4', 13],
    ['4', 16],
    ['4', 19],
    ['51', 16],
    ['55', 16],
    ['2221', 16],
    ['23', 16],
    ['269', 15],
    ['270', 16],
    ['271', 16],
    ['2720', 16],
    ['34', 15],
    ['37', 15],
    ['300', 14],
    ['36', 14],
    ['35', 16],
    ['6011', 16],
    ['644', 16],
    ['65', 16],
    ['62', 16],
    ['62', 19],
  ])('begins with %s and has %i digits, the last of which is right', (prefix, length) => {
    const right = withCheckDigit(prefix.padEnd(length - 1, '58'));
    const wrong = right.slice(0, -1) + ((Number(right.at(-1)) + 1) % 10);

    expect(right).toHaveLength(length);
    expect([isCardNumber(right), isCardNumber(wrong)]).toEqual([true, false]);
  });

  it.each([
    '4111111111111111',
    '4222222222222',
    '5500000000000004',
    '378282246310005',
    '30569309025904',
    '6011000990139424',
    '3530111333300000',
  ])('is one that networks give out for tests: %s', (digits) => {
    expect(isCardNumber(digits)).toBe(true);
  });

  it.each([
    '',
    '0',
    '0000000000000000',
    '411111111111111',
    '41111111111111111',
    '41111111111111113',
    '221111111111116',
    '2731111111111115',
    '1234567812345670',
    'x4111111111111111',
  ])('is not %j', (digits) => {
    expect(isCardNumber(digits)).toBe(false);
  });
});

describe('a run of numbers', () => {
  it.each([
    ['4111111111111111', '[CARD]'],
    ['4111 1111 1111 1111', '[CARD]'],
    ['4111-1111-1111-1111', '[CARD]'],
    ['4111 1111 1111 1111 5500 0000 0000 0004', '[CARD] [CARD]'],
    ['1234 4111 1111 1111 1111 1227 123', '1234 [CARD] 1227 123'],
    ['1234 5678 9012 3456', '1234 5678 9012 3456'],
    ['order 4111111111111112', 'order 4111111111111112'],
    ['94111111111111111', '94111111111111111'],
    ['x4111111111111111', 'x4111111111111111'],
    ['4111111111111111x', '4111111111111111x'],
    ['4111 1111 1111 1111x', '4111 1111 1111 1111x'],
    ['0.4111111111111111', '0.4111111111111111'],
  ])('%s is shown as %s', (text, shown) => {
    expect(hidden(text)).toBe(shown);
  });
});
