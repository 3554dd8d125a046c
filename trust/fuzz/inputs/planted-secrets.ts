/** Secrets whose shape is known, and the notations in which they leak. */
import type { Chance } from './chance.js';

export interface PlantedSecret {
  /** As it stands in a text. */
  readonly text: string;
  /** The part that must be gone. */
  readonly core: string;
}

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';
const WORD = LOWER + UPPER + DIGITS;
const HEX = `${DIGITS}abcdef`;
const BASE64 = `${WORD}+/`;

type Make = (chance: Chance) => PlantedSecret;

/** A token: what stands in front tells that it is one. */
function token(prefix: string, alphabet: string, length: number, end = ''): Make {
  return (chance) => {
    const core = chance.text(alphabet, length);
    return { text: prefix + core + end, core };
  };
}

/** A text with a secret of letters and digits in place of `§`. */
function notation(template: string): Make {
  return (chance) => {
    const core = chance.text(WORD, 9) + chance.text(DIGITS, 3);
    return { text: template.replace('§', core), core };
  };
}

const TOKENS: Readonly<Record<string, Make>> = {
  aws: token('AKIA', UPPER + DIGITS, 16),
  github: token('ghp_', WORD, 36),
  githubFine: token('github_pat_', `${WORD}_`, 60),
  gitlab: token('glpat-', `${WORD}-_`, 20),
  openai: token('sk-proj-', `${WORD}-_`, 40),
  stripe: token('sk_live_', WORD, 24),
  stripeWebhook: token('whsec_', BASE64, 32),
  slack: token('xoxb-', `${DIGITS}-${WORD}`, 40),
  google: token('AIza', `${WORD}-_`, 35),
  googleAccess: token('ya29.', `${WORD}-_`, 60),
  azure: token('abc8Q~', `${WORD}_~.-`, 34),
  npm: token('npm_', WORD, 36),
  sendGrid: (chance) => ({ ...token(`SG.${chance.text(WORD, 22)}.`, `${WORD}-_`, 43)(chance) }),
  vault: token('hvs.', `${WORD}-_`, 90),
  twilio: token('SK', HEX, 32),
  huggingFace: token('hf_', WORD, 34),
  telegram: token('123456789:AA', `${WORD}-_`, 33),
  grafana: token('glsa_', `${WORD}_`, 41),
  square: token('sq0atp-', `${WORD}-_`, 22),
  jsonWebToken: (chance) => token(`eyJ${chance.text(WORD, 20)}.eyJ${chance.text(WORD, 30)}.`, `${WORD}-_`, 43)(chance),
  privateKey: token('-----BEGIN PRIVATE KEY-----\n', BASE64, 64, '\n-----END PRIVATE KEY-----'),
  card: (chance) => card(chance, ''),
  cardInGroups: (chance) => card(chance, chance.pick([' ', '-'])),
};

const NOTATIONS: readonly Make[] = [
  notation('password=§'),
  notation('password: §'),
  notation('PASSWORD = "§"'),
  notation("dbPassword: '§'"),
  notation('"password":"§"'),
  notation('"clientSecret" : "§"'),
  notation('{\\"apiKey\\":\\"§\\"}'),
  notation('x-api-key: §'),
  notation('Authorization: Bearer §'),
  notation('authorization: Basic §=='),
  notation('bearer §'),
  notation('Set-Cookie: sid=§; Path=/'),
  notation('?access_token=§&page=2'),
  notation('&user%5Bpassword%5D=§&a=1'),
  notation('https://shop:§@db.example/path'),
  notation('redis://:§@cache:6379/0'),
  notation('user:§@tcp(db:3306)/shop'),
  notation('<password>§</password>'),
  notation("IDENTIFIED BY '§'"),
  notation('--password §'),
  notation('-password §'),
  notation('--api-key=§'),
  notation('-u alice:§'),
  notation('the password is §'),
  notation('your token is §'),
  notation('API KEY is §'),
  notation('apikey was §'),
  notation('TOKEN is §'),
  notation('https://hooks.slack.com/services/T00000000/B00000000/§'),
];

/** Behind any of these a token begins, and a notation too. */
const BORDERS = [' ', '\n', '\t', ', '];

/** The secret somewhere in the text, between characters that part words. */
export function withSecret(text: string, chance: Chance): PlantedSecret {
  const isNotation = chance.oneIn(2);
  const make = isNotation ? chance.pick(NOTATIONS) : TOKENS[chance.pick(Object.keys(TOKENS))]!;
  const { text: secret, core } = make(chance);
  const at = chance.below(text.length + 1);
  const before = text.slice(0, at);
  // A name that waits for its value would take the first word of a notation for it.
  const border = isNotation && /[:=>"']\s*$/.test(before) ? '; ' : chance.pick(BORDERS);
  return { text: before + border + secret + chance.pick([' ', '\n', '\t']) + text.slice(at), core };
}

/** A number of Visa's with a check digit by Luhn. */
function card(chance: Chance, separator: string): PlantedSecret {
  const digits = `4${chance.text(DIGITS, 14)}`;
  const number = digits + luhnDigit(digits);
  const text = separator === '' ? number : number.match(/.{4}/g)!.join(separator);
  return { text, core: text };
}

function luhnDigit(digits: string): number {
  const sum = [...digits].reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return (10 - (sum % 10)) % 10;
}
