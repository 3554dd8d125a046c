/** What is secret by option: `redaction.keys`, `.patterns` and `.detect`, as the cage sets them. */
import type { Hatchery } from './canary.js';
import type { Kind } from './kinds.js';

/** The options under which these are secrets. */
export const redaction = {
  keys: ['taxNumber'],
  patterns: [/cust-\d+/],
  detect: { email: true, iban: true, ssn: true },
} as const;

export const personal: readonly Kind[] = [
  {
    name: 'a name of your own',
    needsName: true,
    lay: (hatchery) => {
      const value = hatchery.text(20);
      return { text: `tax_number=${value}`, field: ['tax-number', value], cores: [value] };
    },
  },
  {
    name: 'a pattern of your own',
    lay: (hatchery) => anywhere(`cust-${hatchery.digits(16)}`),
  },
  {
    name: 'e-mail address',
    lay: (hatchery) => {
      const local = hatchery.text(18, 'abcdefghijkmnpqrstuvwxyz');
      return { ...anywhere(`${local}@mail.example.com`), cores: [local] };
    },
  },
  { name: 'bank account', endsWhenEncoded: true, lay: (hatchery) => anywhere(iban(hatchery)) },
  {
    name: 'social security number',
    endsWhenEncoded: true,
    lay: (hatchery) =>
      anywhere(
        `5${hatchery.pick(['12', '36', '47', '81'])}-${10 + Math.floor(hatchery.random() * 89)}-4${hatchery.digits(3)}`,
      ),
  },
];

function anywhere(value: string) {
  return { text: `about ${value} today`, field: ['note', value], cores: [value] } as const;
}

/** Check digits by ISO 7064: the number, with the country moved behind it, is 1 modulo 97. */
function iban(hatchery: Hatchery): string {
  const account = hatchery.digits(18);
  const check = 98n - (BigInt(`${account}131400`) % 97n);
  return `DE${String(check).padStart(2, '0')}${account}`;
}
