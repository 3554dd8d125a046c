/** Secrets that are known by their name alone: any value, in each notation that is understood. */
import type { Kind } from './kinds.js';

/** Case, `-`, `_` and `.` do not count. */
const NAMES = [
  'password',
  'Pass_Phrase',
  'clientSecret',
  'x-api-key',
  'private_key',
  'credentials',
  'access_token',
  'db.password',
];

interface Notation {
  readonly name: string;
  write(name: string, value: string): string;
}

const notations: readonly Notation[] = [
  { name: 'logfmt', write: (name, value) => `user=bob ${name}=${value} ok` },
  { name: 'JSON', write: (name, value) => JSON.stringify({ user: 'bob', [name]: value }) },
  { name: 'JSON in JSON', write: (name, value) => JSON.stringify({ body: JSON.stringify({ [name]: value }) }) },
  { name: 'object literal', write: (name, value) => `{ user: 'bob', '${name}': '${value}' }` },
  { name: 'query string', write: (name, value) => `GET /cb?${name}=${value}&x=1` },
  { name: 'form', write: (name, value) => `user=bob&user[${name}]=${value}&x=1` },
  { name: 'YAML', write: (name, value) => `user: bob\n${name}: ${value}\nport: 1` },
  { name: 'element', write: (name, value) => `<user><${name}>${value}</${name}></user>` },
  { name: 'command line', write: (name, value) => `spawn tool --${name} ${value} --verbose` },
  { name: 'connection string', write: (name, value) => `Server=db;User Id=sa;${name}=${value};Encrypt=true` },
];

const byNotation: readonly Kind[] = notations.map(({ name, write }) => ({
  name: `by name, ${name}`,
  needsName: true,
  lay: (hatchery) => {
    const [secretName, value] = [hatchery.pick(NAMES), hatchery.text(20)];
    return { text: write(secretName, value), field: [secretName, value], cores: [value] };
  },
}));

const told: readonly Kind[] = [
  {
    name: 'told in a sentence',
    needsName: true,
    lay: (hatchery) => {
      const value = hatchery.text(20);
      return { text: `the password is ${value}`, field: ['password', value], cores: [value] };
    },
  },
  {
    name: 'SQL',
    needsName: true,
    lay: (hatchery) => {
      const value = hatchery.text(20);
      return { text: `ALTER USER bob PASSWORD '${value}' LOGIN`, field: ['passwd', value], cores: [value] };
    },
  },
  {
    name: 'cookie',
    needsName: true,
    lay: (hatchery) => {
      const value = hatchery.text(24);
      return { text: `Cookie: sid=${value}; theme=dark`, field: ['cookie', `sid=${value}`], cores: [value] };
    },
  },
];

export const named: readonly Kind[] = [...byNotation, ...told];
