import { declaresModule, observes, withModule } from './module-metadata.js';
import { SourceFile } from './source-file.js';

const edited = (text: string): string =>
  withModule(new SourceFile('src/app.module.ts', text), 'AppModule', 'ObservabilityModule.forRoot()').text;

const generated = `import { Module } from '@nestjs/common';
import { AppController } from './app.controller';

@Module({
  imports: [],
  controllers: [AppController],
})
export class AppModule {}
`;

/** Without the import statement, which shapes of the metadata do not change. */
const metadata = (text: string): string =>
  edited(`${text}\nexport class AppModule {}`).split('\n').slice(1, -1).join('\n');

describe('A root module', () => {
  it('imports ObservabilityModule', () => {
    expect(edited(generated)).toBe(`import { Module } from '@nestjs/common';
import { ObservabilityModule } from 'nestjs-observability';
import { AppController } from './app.controller';

@Module({
  imports: [ObservabilityModule.forRoot()],
  controllers: [AppController],
})
export class AppModule {}
`);
  });

  it.each([
    [
      'a list on one line',
      '@Module({ imports: [A, B()] })',
      '@Module({ imports: [ObservabilityModule.forRoot(), A, B()] })',
    ],
    [
      'a list on several lines, with comments and a last comma',
      '@Module({\n  imports: [\n    // features\n    A,\n    B.forRoot({ a: [1] }),\n  ],\n})',
      '@Module({\n  imports: [\n    ObservabilityModule.forRoot(),\n    // features\n    A,\n    B.forRoot({ a: [1] }),\n  ],\n})',
    ],
    [
      'tabs',
      '@Module({\n\timports: [\n\t\tA\n\t]\n})',
      '@Module({\n\timports: [\n\t\tObservabilityModule.forRoot(),\n\t\tA\n\t]\n})',
    ],
    [
      'a list with nothing but a comment',
      '@Module({\n  imports: [\n    // none yet\n  ],\n})',
      '@Module({\n  imports: [\n    ObservabilityModule.forRoot(),\n    // none yet\n  ],\n})',
    ],
    ['no arguments', '@Module()', '@Module({ imports: [ObservabilityModule.forRoot()] })'],
    ['an empty object', '@Module({})', '@Module({ imports: [ObservabilityModule.forRoot()] })'],
    [
      'no imports',
      '@Module({ providers: [A] })',
      '@Module({ imports: [ObservabilityModule.forRoot()], providers: [A] })',
    ],
    [
      'no imports, and lines',
      '@Module({\n  providers: [A],\n})',
      '@Module({\n  imports: [ObservabilityModule.forRoot()],\n  providers: [A],\n})',
    ],
    [
      'imports of something else inside',
      "@Module({ providers: [{ imports: [A] }], 'imports': [B] })",
      "@Module({ providers: [{ imports: [A] }], 'imports': [ObservabilityModule.forRoot(), B] })",
    ],
    [
      'a computed list that begins as one',
      '@Module({ imports: [A].concat(others) })',
      '@Module({ imports: [ObservabilityModule.forRoot(), A].concat(others) })',
    ],
    [
      'a spread beside its imports',
      '@Module({ ...common, imports: [A] })',
      '@Module({ ...common, imports: [ObservabilityModule.forRoot(), A] })',
    ],
    [
      'decorators around it, and comments that look like one',
      '// @Module({ imports: [] })\n@Global()\n@Module({ /* imports: [] */ imports: [A] })\n@common.Tagged',
      '// @Module({ imports: [] })\n@Global()\n@Module({ /* imports: [] */ imports: [ObservabilityModule.forRoot(), A] })\n@common.Tagged',
    ],
    [
      'other modules in the file',
      '@Module({ imports: [A] })\nexport class Other {}\n@Module({ imports: [B] })',
      '@Module({ imports: [A] })\nexport class Other {}\n@Module({ imports: [ObservabilityModule.forRoot(), B] })',
    ],
  ])('is understood with %s', (_, text, expected) => {
    // The statement above goes before the first token, a comment stays the first line.
    const isComment = text.startsWith('//');

    expect(isComment ? edited(`${text}\nexport class AppModule {}`) : metadata(text)).toBe(
      isComment
        ? `${expected.replace('\n', "\nimport { ObservabilityModule } from 'nestjs-observability';\n")}\nexport class AppModule {}`
        : expected,
    );
  });

  it.each([
    ['@Module(metadata)', 'something else than an object'],
    ['@Module({ imports })', 'imports })'],
    ['@Module({ imports: features })', 'imports: features })'],
    ['@Module({ imports: [A][0] })', 'imports: [A][0] })'],
    ['@Module({ ...common })', 'a spread'],
  ])('is refused as %s, with the lines to paste', (text, got) => {
    expect(() => metadata(text)).toThrow(
      'OBS_ERR_APPLICATION_SHAPE  the metadata of AppModule in src/app.module.ts must be an object with a list as imports; ' +
        `got ${got}. Fix: add \`import { ObservabilityModule } from 'nestjs-observability';\` above, and ` +
        '`ObservabilityModule.forRoot()` as the first of its imports; then run this again for the rest. No file was changed.',
    );
  });

  it.each([
    ['@Module({}) export default class AppModule {}', true],
    ['@Module({}) export abstract class AppModule {}', true],
    ['@Module({}) class Other {} class AppModule {}', false],
    ['@Injectable() class AppModule {}', false],
    ["export { AppModule } from './app.module';", false],
    ['// @Module({}) class AppModule {}', false],
  ])('is told from others: %s', (text, isModule) => {
    expect(declaresModule(new SourceFile('a.ts', text), 'AppModule')).toBe(isModule);
  });

  it.each([
    ['ObservabilityModule.forRoot()', true],
    ['ObservabilityModule\n  .forRootAsync({ useFactory })', true],
    ['// ObservabilityModule.forRoot()', false],
    ["'ObservabilityModule.forRoot()'", false],
    ['exports: [ObservabilityModule]', false],
  ])('is known to be observed, or not: %j', (text, isObserved) => {
    expect(observes(new SourceFile('a.ts', text))).toBe(isObserved);
  });
});
