import { nestAdd } from './nest-add.js';
import type { Folder, Tree } from './tree.js';

/** The part of the CLI's tree that a schematic of ours uses, in memory. */
class MemoryTree implements Tree {
  readonly files: Map<string, string>;

  constructor(files: Readonly<Record<string, string>>) {
    this.files = new Map(Object.entries(files));
  }

  read(path: string): Uint8Array | null {
    const text = this.files.get(path);
    return text === undefined ? null : new TextEncoder().encode(text);
  }

  exists(path: string): boolean {
    return this.files.has(path);
  }

  create(path: string, content: string): void {
    if (this.files.has(path)) throw new Error(`${path} is there already`);
    this.files.set(path, content);
  }

  overwrite(path: string, content: string): void {
    if (!this.files.has(path)) throw new Error(`${path} is not there`);
    this.files.set(path, content);
  }

  getDir(path: string): Folder {
    const below = [...this.files.keys()].filter((name) => name.startsWith(`${path}/`));
    const rest = below.map((name) => name.slice(path.length + 1));
    return {
      subfiles: rest.filter((name) => !name.includes('/')),
      subdirs: [...new Set(rest.filter((name) => name.includes('/')).map((name) => name.split('/')[0]!))],
      dir: (name) => this.getDir(`${path}/${name}`),
    };
  }
}

const main = (suffix = '') => `import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module${suffix}';

const app = await NestFactory.create(AppModule);
await app.listen(3000);
`;
const appModule = `import { Module } from '@nestjs/common';

@Module({ imports: [] })
export class AppModule {}
`;
const service = `import { Injectable } from '@nestjs/common';

@Injectable()
export class AppService {
  getHello(): string {
    return 'Hello World!';
  }
}
`;
const single = {
  'nest-cli.json': '{ // the usual\n "sourceRoot": "src", }',
  'package.json': '{ "scripts": { "start": "node dist/main" }, "devDependencies": { "jest": "30" } }',
  'src/main.ts': main(),
  'src/app.module.ts': appModule,
  'src/app.service.ts': service,
};
const monorepo = {
  'nest-cli.json': JSON.stringify({
    sourceRoot: 'apps/desk/src',
    root: 'apps/desk',
    projects: {
      desk: { type: 'application', root: 'apps/desk', sourceRoot: 'apps/desk/src' },
      shop: { type: 'application', root: 'apps/shop', entryFile: 'start', sourceRoot: 'apps/shop/src' },
      common: { type: 'library', root: 'libs/common', sourceRoot: 'libs/common/src' },
    },
  }),
  'package.json': '{ "scripts": { "start": "nest start" } }',
  'apps/desk/src/main.ts': main(),
  'apps/desk/src/app.module.ts': appModule,
  'apps/shop/src/start.ts': main(),
  'apps/shop/src/app.module.ts': appModule,
};

/** @returns paths of what is new or has changed, and what was said */
function add(tree: MemoryTree, options: object = { sourceRoot: 'src' }): { changed: string[]; told: string[] } {
  const before = new Map(tree.files);
  const told: string[] = [];
  nestAdd(options)(tree, { logger: { info: (line) => void told.push(line) } });
  return { changed: [...tree.files.keys()].filter((path) => tree.files.get(path) !== before.get(path)), told };
}

const refused = (files: Readonly<Record<string, string>>, options?: object): string => {
  const tree = new MemoryTree(files);
  const before = new Map(tree.files);
  try {
    add(tree, options);
  } catch (error) {
    expect(tree.files).toEqual(before);
    return (error as Error).message;
  }
  throw new Error('It was not refused.');
};

describe('nest add nestjs-observability', () => {
  it('changes the module, the main file, the scripts and a service, and adds a test', () => {
    const tree = new MemoryTree(single);

    const { changed, told } = add(tree);

    expect(changed.toSorted()).toEqual([
      'package.json',
      'src/app.module.ts',
      'src/app.service.observability.spec.ts',
      'src/app.service.ts',
      'src/main.ts',
    ]);
    expect(told).toEqual([
      'Example: AppService.getHello is traced and counted. src/app.service.observability.spec.ts tests it.',
      'Start scripts load nestjs-observability/register. Do so elsewhere (Dockerfile, process manager), too: ' +
        'node --import nestjs-observability/register',
      'Start the application, then open /metrics, /health and, while you develop, /observability.',
    ]);
    expect(tree.files.get('src/app.service.ts')).toBe(
      service
        .replace('\n\n', "\nimport { Counted, Traced } from 'nestjs-observability';\n\n")
        .replace('  getHello', '  @Traced()\n  @Counted()\n  getHello'),
    );
  });

  it('changes nothing the second time, and says so', () => {
    const tree = new MemoryTree(single);
    add(tree);

    const { changed, told } = add(tree);

    expect(changed).toEqual([]);
    expect(told[0]).toBe('src/app.module.ts imports ObservabilityModule already.');
    expect(told.at(-1)).toBe('nestjs-observability is part of this application already: nothing was changed.');
  });

  it('does not bring the example back that somebody has deleted', () => {
    const tree = new MemoryTree(single);
    add(tree);
    tree.files.set('src/app.service.ts', service);
    tree.files.delete('src/app.service.observability.spec.ts');

    expect(add(tree).changed).toEqual([]);
  });

  it('adds what is missing where a module of the application imports it already', () => {
    const core = `@Module({ imports: [ObservabilityModule.forRootAsync({ useFactory })] }) export class CoreModule {}`;
    const tree = new MemoryTree({ ...single, 'src/core/core.module.ts': core });

    expect(add(tree).changed).toEqual(['package.json', 'src/main.ts']);
  });

  it('writes the imports of ESM applications, and tests for Vitest, as they are', () => {
    const files = { ...single, 'src/main.ts': main('.js'), 'package.json': '{ "devDependencies": { "vitest": "4" } }' };
    const tree = new MemoryTree(files);

    const { told } = add(tree);

    expect(tree.files.get('src/app.service.observability.spec.ts')).toContain(
      "import { afterAll, beforeAll, describe, expect, it } from 'vitest';\nimport { AppService } from './app.service.js';\n",
    );
    expect(told).toContain(
      'No start script that can be changed was found. Start the application by node --import nestjs-observability/register',
    );
  });

  it('writes the test in the quotes, indentation and line ends of the service', () => {
    const styled = service.replaceAll("'", '"').replaceAll('  ', '\t').replaceAll('\n', '\r\n');
    const tree = new MemoryTree({ ...single, 'src/app.service.ts': styled });

    add(tree);

    const test = tree.files.get('src/app.service.observability.spec.ts')!;
    expect(test).toContain('import { AppService } from "./app.service";\r\n');
    expect(test).toContain('\r\n\t\t\timports: [ObservabilityTestingModule.forRoot()],\r\n');
    expect(test).not.toMatch(/'|^ |[^\r]\n/m);
    expect(tree.files.get('src/app.service.ts')).toContain('\t@Traced()\r\n\t@Counted()\r\n\tgetHello');
  });

  it.each([
    ['a constructor', service.replace('getHello', 'constructor(private readonly a: A) {}\n  getHello')],
    ['a base class', service.replace('AppService', 'AppService extends Base')],
    ['injected properties', service.replace('getHello', "@Inject('a') private readonly a: A;\n  getHello")],
    ['parameters everywhere', service.replace('getHello()', 'getHello(name: string)')],
    ['private methods only', service.replace('getHello', 'private getHello')],
    ['static methods only', service.replace('getHello', 'static getHello')],
    ['decorated methods only', service.replace('getHello', "@Cron('* * * * *')\n  getHello")],
  ])('makes no example of a service with %s', (_, text) => {
    const tree = new MemoryTree({ ...single, 'src/app.service.ts': text });

    const { changed, told } = add(tree);

    expect(changed).toEqual(['package.json', 'src/main.ts', 'src/app.module.ts']);
    expect(told[0]).toBe('No example: put @Traced() and @Counted() on the methods that matter to you.');
    expect(tree.files.get('src/app.service.ts')).toBe(text);
  });

  it.each([
    [
      'asynchronous',
      '  async getHello(): Promise<string> {',
      '  @Traced()\n  @Counted()\n  async getHello(): Promise<string> {',
    ],
    [
      'documented',
      '  /** Says hello(). */\n  public getHello() {',
      '  /** Says hello(). */\n  @Traced()\n  @Counted()\n  public getHello() {',
    ],
    [
      'behind others',
      '  a = b();\n  #c() {}\n  get d() { return 1 }\n  getHello() {',
      '  a = b();\n  #c() {}\n  get d() { return 1 }\n  @Traced()\n  @Counted()\n  getHello() {',
    ],
    ['typed as an object', '  getHello(): { a: string } {', '  @Traced()\n  @Counted()\n  getHello(): { a: string } {'],
  ])('takes a method for the example that is %s', (_, text, expected) => {
    const tree = new MemoryTree({ ...single, 'src/app.service.ts': service.replace('  getHello(): string {', text) });

    add(tree);

    expect(tree.files.get('src/app.service.ts')).toContain(expected);
  });

  it.each([
    ['sourceRoot, as nest add gives it', { sourceRoot: 'apps/shop/src' }],
    ['project', { project: 'shop', sourceRoot: 'apps/desk/src' }],
  ])('changes one application of a monorepo: by %s', (_, options) => {
    const tree = new MemoryTree(monorepo);

    expect(add(tree, options).changed).toEqual(['apps/shop/src/start.ts', 'apps/shop/src/app.module.ts']);
    expect(tree.files.get('apps/shop/src/app.module.ts')).toContain(
      "imports: [ObservabilityModule.forRoot({ service: { name: 'shop' } })]",
    );
  });

  it('keeps the quotes of the module', () => {
    const tree = new MemoryTree({ ...monorepo, 'apps/shop/src/app.module.ts': appModule.replaceAll("'", '"') });

    add(tree, { project: 'shop' });

    expect(tree.files.get('apps/shop/src/app.module.ts')).toContain('{ service: { name: "shop" } }');
    expect(tree.files.get('apps/shop/src/app.module.ts')).not.toContain("'");
  });

  it.each([
    ['./app', 'src/app/index.ts'],
    ['./root.module.js', 'src/root.module.ts'],
    ['src/root.module', 'src/root.module.ts'],
    ['@/root.module', 'src/root.module.ts'],
  ])('finds the module that the main file imports from %s', (from, path) => {
    const { 'src/app.module.ts': _, ...others } = single;
    const tree = new MemoryTree({ ...others, 'src/main.ts': main().replace('./app.module', from), [path]: appModule });

    expect(add(tree).changed).toEqual(['package.json', 'src/main.ts', path]);
  });

  it('finds the module in the main file itself', () => {
    const whole = appModule + main().replace(/.*app\.module.*\n/, '');
    const tree = new MemoryTree({ ...single, 'src/main.ts': whole });

    expect(add(tree).changed).toEqual(['package.json', 'src/main.ts']);
    expect(tree.files.get('src/main.ts')).toBe(
      whole
        .replace("core';\n", "core';\nimport { ObservabilityModule } from 'nestjs-observability';\n")
        .replace('[]', '[ObservabilityModule.forRoot()]')
        .replace('(AppModule);', '(AppModule, { bufferLogs: true });\napp.enableShutdownHooks();'),
    );
  });

  it('refuses, with the fix, what it does not understand, and changes nothing', () => {
    const { 'src/main.ts': _, ...withoutMain } = single;

    expect([
      refused(withoutMain),
      refused({ ...single, 'src/app.module.ts': "export * from './real.module';" }),
      refused({ ...single, 'src/main.ts': "import { AppModule } from './app.module';\nstart(AppModule);" }),
      refused({ ...single, 'src/app.module.ts': appModule.replace('[]', 'list') }),
      refused({ ...single, 'src/app.module.ts': `${appModule}}` }),
      refused({ ...single, 'nest-cli.json': '{ sourceRoot }' }),
      refused(monorepo, { sourceRoot: 'src' }),
      refused(monorepo, { project: 'common' }),
      refused(single, { project: 'shop' }),
    ]).toMatchInlineSnapshot(`
     [
       "OBS_ERR_APPLICATION_SHAPE  src/main.ts must start the application; got no such file. Fix: give the folder by --source-root, or the project by --project; JavaScript needs the lines of the quick start. No file was changed.",
       "OBS_ERR_APPLICATION_SHAPE  AppModule must be a class with @Module(…); got none in src/app.module.ts, src/app.module/index.ts. Fix: import it in src/main.ts from the file that declares it. No file was changed.",
       "OBS_ERR_APPLICATION_SHAPE  src/main.ts must start one application; got 0 calls of NestFactory. Fix: write it so that it reads \`const app = await NestFactory.create(AppModule, { bufferLogs: true }); app.enableShutdownHooks();\`; then run this again. No file was changed.",
       "OBS_ERR_APPLICATION_SHAPE  the metadata of AppModule in src/app.module.ts must be an object with a list as imports; got imports: list }). Fix: add \`import { ObservabilityModule } from 'nestjs-observability';\` above, and \`ObservabilityModule.forRoot()\` as the first of its imports; then run this again for the rest. No file was changed.",
       "OBS_ERR_APPLICATION_SHAPE  src/app.module.ts cannot be read as TypeScript or JSON; got a } closes nothing. Fix: mend it, so that the compiler takes it. No file was changed.",
       "OBS_ERR_APPLICATION_SHAPE  nest-cli.json must be JSON; got something else. Fix: mend it; comments and a last comma are fine. No file was changed.",
       "OBS_ERR_APPLICATION_SHAPE  --project must name an application of nest-cli.json; got src. Fix: give --project one of desk, shop. No file was changed.",
       "OBS_ERR_APPLICATION_SHAPE  --project must name an application of nest-cli.json; got common. Fix: give --project one of desk, shop. No file was changed.",
       "OBS_ERR_APPLICATION_SHAPE  --project must name an application of nest-cli.json; got shop. Fix: leave --project out. No file was changed.",
     ]
    `);
  });

  it('refuses files that are not UTF-8, instead of writing them wrongly', () => {
    const tree = new MemoryTree(single);
    tree.read = () => Uint8Array.of(0x2f, 0xe9);

    expect(() => add(tree)).toThrow('nest-cli.json must be text in UTF-8; got other bytes');
  });
});
