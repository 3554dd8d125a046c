import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownVariable } from './option-row.js';
import { optionRow, optionTable } from './option-table.js';

interface DocumentedOption {
  readonly path: string;
  readonly env: readonly string[];
  readonly defaultText: string | undefined;
}

const source = readdirSync(__dirname)
  .filter((file) => file.endsWith('.options.ts'))
  .map((file) => readFileSync(join(__dirname, file), 'utf8'))
  .join('\n');
const documented = documentedOptions('ObservabilityOptions', '');
const inCodeOnly = [
  'identify',
  'plugins',
  'logs.destination',
  'redaction.custom',
  'management.access.authorize',
  'console.access.authorize',
  'consolePages',
];

describe('the option table', () => {
  it('has a row for every documented option, and no other', () => {
    const rows = optionTable.map(({ path }) => path).toSorted();

    expect(rows).toEqual(documented.map(({ path }) => path).toSorted());
  });

  it('reads exactly the variables that @env names, or else OBSERVABILITY_<PATH>', () => {
    const rows = optionTable.map(({ path, env }) => [path, env]);

    const fromDocs = documented.map(({ path, env }) => [path, env.length > 0 ? env : implied(path)]);
    expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(fromDocs));
  });

  it('gives a variable to every option but functions, plugins and streams', () => {
    const without = optionTable.filter(({ env }) => env.length === 0).map(({ path }) => path);

    expect(without).toEqual(inCodeOnly);
  });

  it('states the documented defaults', () => {
    const stated = documented.filter(({ defaultText }) => defaultText !== undefined);

    const rows = new Map(optionTable.map(({ path, defaultText }) => [path, defaultText]));
    expect(stated.map(({ path }) => [path, rows.get(path)])).toEqual(
      stated.map(({ path, defaultText }) => [path, defaultText]),
    );
  });

  it('knows each option by its path, and no other', () => {
    expect(optionRow('metrics.port').path).toBe('metrics.port');
    expect(() => optionRow('metrics.porto')).toThrow(new TypeError('metrics.porto is no option'));
  });

  it('describes each option in words that end in a full stop', () => {
    const unfinished = optionTable.filter(({ description }) => !/^\S.*\.$/.test(description));

    expect(unfinished).toEqual([]);
  });

  it('has defaults that its own types accept', () => {
    const context = {
      environmentClass: 'production',
      isTerminal: false,
      environmentName: 'production',
      application: { name: 'orders', version: '1.0.0' },
      applicationFolder: '/app',
      valueOf: (path: string) => (path === 'traces.protocol' ? 'grpc' : 2048),
      isSaid: () => false,
    } as const;

    const refused = optionTable.filter((row) => {
      const value = row.defaultFor(context);
      return value !== undefined && !('value' in row.type.check(value));
    });

    expect(refused.map(({ path }) => path)).toEqual([]);
  });

  it('keeps secrets apart', () => {
    const secrets = optionTable.filter(({ isSecret }) => isSecret).map(({ path }) => path);

    expect(secrets.toSorted()).toEqual([
      'console.access.token',
      'exporters',
      'logs.headers',
      'management.access.tokens',
      'metrics.bearerToken',
      'metrics.headers',
      'profiling.requestSecret',
      'traces.forceSecret',
      'traces.headers',
    ]);
  });
});

function implied(path: string): string[] {
  return inCodeOnly.includes(path) ? [] : [ownVariable(path)];
}

/** Members of an interface with their comments; a member of another options interface is a section. */
function documentedOptions(name: string, prefix: string): DocumentedOption[] {
  const body = new RegExp(`export interface ${name} \\{\\n(.*?)\\n\\}`, 's').exec(source)?.[1] ?? '';
  const members = body.matchAll(/^ {2}(?:\/\*\*((?:(?!\*\/).)*)\*\/\s+)?(\w+)\?: ([^\n]*);$/gms);
  return [...members].flatMap(([, comment = '', key = '', type = '']) => {
    const isSection = /^\w+Options$/.test(type);
    return isSection ? documentedOptions(type, `${prefix}${key}.`) : [documentedOption(`${prefix}${key}`, comment)];
  });
}

function documentedOption(path: string, comment: string): DocumentedOption {
  const text = comment
    .replace(/\n\s*\*/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const env = /@env (.*)$/.exec(text)?.[1] ?? '';
  const defaultText = /@default (.*?)(?: @env|$)/.exec(text)?.[1]?.trim();
  return { path, env: env.match(/[A-Z][A-Z0-9_]+/g) ?? [], defaultText };
}
