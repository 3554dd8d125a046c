import { SourceFile } from './source-file.js';
import { withRegister } from './start-scripts.js';
import type { Workspace } from './workspace.js';

const REGISTER = '--import nestjs-observability/register';
const single: Workspace = {
  project: undefined,
  root: '',
  sourceRoot: 'src',
  mainFile: 'src/main.ts',
  isDefault: true,
  hasOwnRunner: false,
};
const desk: Workspace = { ...single, project: 'desk', root: 'apps/desk' };
const shop: Workspace = { ...desk, project: 'shop', root: 'apps/shop', isDefault: false };

const manifest = (scripts: object): SourceFile =>
  new SourceFile('package.json', JSON.stringify({ name: 'a', scripts }));
const edited = (command: string, workspace = single): string =>
  JSON.parse(withRegister(manifest({ start: command }), workspace).text).scripts.start;

describe('Start scripts', () => {
  it.each([
    ['nest start', `nest start --exec "node ${REGISTER}"`],
    ['nest start --debug --watch', `nest start --exec "node ${REGISTER}" --debug --watch`],
    ['nest start -- --port 1', `nest start --exec "node ${REGISTER}" -- --port 1`],
    ['npx nest start', `npx nest start --exec "node ${REGISTER}"`],
    ['node dist/main', `node ${REGISTER} dist/main`],
    ['node --env-file=.env dist/main.js', `node ${REGISTER} --env-file=.env dist/main.js`],
    ['NODE_ENV=production node dist/main', `NODE_ENV=production node ${REGISTER} dist/main`],
    ['cross-env A=1 B=2 node dist/main', `cross-env A=1 B=2 node ${REGISTER} dist/main`],
    ['npm run build && node dist/main', `npm run build && node ${REGISTER} dist/main`],
  ])('load register: %s', (command, expected) => {
    expect(edited(command)).toBe(expected);
    expect(edited(expected)).toBe(expected);
  });

  it.each([
    'nest build',
    'nest start --exec bun',
    'nest start -e "node --inspect"',
    'nest startle',
    'ts-node src/main.ts',
    'node -e "start()"',
    'node --test dist',
    'node --require nestjs-observability/register dist/main',
    'docker compose up',
  ])('are left alone: %s', (command) => {
    expect(edited(command)).toBe(command);
  });

  it('are those that are called so, and nothing else in the file changes', () => {
    const text = (
      flag: string,
    ) => `{\r\n\t"start": "node a",\r\n\t"files": [ "dist" ],\r\n\t"scripts": { "test": "node a",
      "start:prod": "node ${flag}dist/main", "starting": "node b" }\r\n}`;

    expect(withRegister(new SourceFile('package.json', text('')), single).text).toBe(text(`${REGISTER} `));
  });

  it('of a monorepo are changed for their own application', () => {
    const scripts = {
      start: 'nest start',
      'start:dev': 'nest start desk --watch',
      'start:shop': 'nest start shop',
      'start:prod': 'node dist/apps/desk/main',
      'start:shop:prod': 'node dist/apps/shop/main',
    };
    const namesOf = (workspace: Workspace) => {
      const after = JSON.parse(withRegister(manifest(scripts), workspace).text).scripts as Record<string, string>;
      return Object.keys(after).filter((name) => after[name]!.includes(REGISTER));
    };

    expect(namesOf(desk)).toEqual(['start', 'start:dev', 'start:prod']);
    expect(namesOf(shop)).toEqual(['start:shop', 'start:shop:prod']);
  });

  it('keep the runner that nest-cli.json names', () => {
    expect(edited('nest start', { ...single, hasOwnRunner: true })).toBe('nest start');
  });

  it('need not be there', () => {
    for (const text of ['{}', '{ "scripts": {} }', '{ "scripts": { "start": 5 } }'])
      expect(withRegister(new SourceFile('package.json', text), single).text).toBe(text);
  });
});
