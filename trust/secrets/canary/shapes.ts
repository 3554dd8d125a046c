/** Secrets that are known by their shape, whatever they are called and wherever they stand. */
import { tokens } from '../../../test/security/redaction-corpus.js';
import type { Hatchery } from './canary.js';
import type { Kind } from './kinds.js';

/** What makes one token another: its last letters and digits, in another order, so that its alphabet stays what it was. */
const TAIL = /[A-Za-z0-9]{16}(?![A-Za-z0-9])(?!.*[A-Za-z0-9]{16})/s;

const providerTokens: readonly Kind[] = tokens
  .filter(([, token]) => TAIL.test(token))
  .map(([issuer, token]) => ({
    name: issuer,
    endsWhenEncoded: /[^\w.-]/.test(token),
    lay: (hatchery) => {
      const tail = hatchery.shuffled([...TAIL.exec(token)![0]]).join('');
      return shaped(token.replace(TAIL, tail), tail);
    },
  }));

const marked: readonly Kind[] = [
  {
    name: 'URL with password',
    lay: (hatchery) => {
      const password = hatchery.text(20);
      const scheme = hatchery.pick(['postgres', 'amqps', 'redis', 'mongodb+srv', 'https', 'nats']);
      return shaped(`${scheme}://shop:${password}@db.example:5432/shop`, password);
    },
  },
  {
    name: 'bearer',
    endsWhenEncoded: true,
    lay: (hatchery) => {
      const token = hatchery.text(32);
      return shaped(`Bearer ${token}`, token);
    },
  },
  {
    name: 'basic credentials',
    endsWhenEncoded: true,
    lay: (hatchery) => {
      const password = hatchery.text(21);
      const encoded = Buffer.from(`bob:${password}`).toString('base64');
      return shaped(`Basic ${encoded}`, encoded, password);
    },
  },
  {
    name: 'private key',
    endsWhenEncoded: true,
    lay: (hatchery) => {
      const line = hatchery.text(48);
      const edge = (word: string): string => ['-----', word, ' PRIVATE', ' KEY-----'].join('');
      return shaped([edge('BEGIN'), line, edge('END')].join('\n'), line);
    },
  },
  {
    name: 'webhook',
    endsWhenEncoded: true,
    lay: (hatchery) => {
      const secret = hatchery.text(24);
      return shaped(
        `https://hooks.slack.com/services/T0${hatchery.digits(7)}/B0${hatchery.digits(7)}/${secret}`,
        secret,
      );
    },
  },
  {
    name: 'payment card',
    endsWhenEncoded: true,
    lay: (hatchery) => {
      const number = cardNumber(hatchery);
      const grouped = number.match(/.{4}/g)!.join(' ');
      return shaped(hatchery.random() < 0.5 ? number : grouped, number, grouped);
    },
  },
];

export const shapes: readonly Kind[] = [...providerTokens, ...marked];

function shaped(value: string, ...cores: readonly string[]) {
  return { text: `got ${value} from`, field: ['note', value], cores } as const;
}

/** Sixteen digits, the last of which makes the sum of Luhn a multiple of ten. */
function cardNumber(hatchery: Hatchery): string {
  const digits = `4${hatchery.digits(14)}`;
  const sum = [...digits].reduce((total, digit, at) => {
    const weighted = at % 2 === 0 ? Number(digit) * 2 : Number(digit);
    return total + (weighted > 9 ? weighted - 9 : weighted);
  }, 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
