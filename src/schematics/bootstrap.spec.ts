import { rootModuleOf, withBufferedLogs, withShutdownHooks } from './bootstrap.js';
import { SourceFile } from './source-file.js';

const edited = (text: string): string => withShutdownHooks(withBufferedLogs(new SourceFile('src/main.ts', text))).text;
const nest11 = `async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  await app.listen(process.env.PORT ?? 3000);
}
bootstrap();
`;

describe('The file that starts an application', () => {
  it('gets buffered logs and shutdown hooks', () => {
    expect(edited(nest11)).toBe(`async function bootstrap() {
  const app = await NestFactory.create(AppModule, { bufferLogs: true });
  app.enableShutdownHooks();
  await app.listen(process.env.PORT ?? 3000);
}
bootstrap();
`);
  });

  it.each([
    [
      'an adapter and a type argument',
      'const app = await NestFactory.create<NestFastifyApplication<Server>>(AppModule, new FastifyAdapter({ a: [1, 2] }));',
      'const app = await NestFactory.create<NestFastifyApplication<Server>>(AppModule, new FastifyAdapter({ a: [1, 2] }), { bufferLogs: true });\napp.enableShutdownHooks();',
    ],
    [
      'a function in the type argument',
      'const app = await NestFactory.create<Type<() => void>>(AppModule);',
      'const app = await NestFactory.create<Type<() => void>>(AppModule, { bufferLogs: true });\napp.enableShutdownHooks();',
    ],
    [
      'options',
      'const app = await NestFactory.create(AppModule, { cors: true });',
      'const app = await NestFactory.create(AppModule, { bufferLogs: true, cors: true });\napp.enableShutdownHooks();',
    ],
    [
      'options without blanks',
      'const app = await NestFactory.create(AppModule, {cors: true});',
      'const app = await NestFactory.create(AppModule, {bufferLogs: true, cors: true});\napp.enableShutdownHooks();',
    ],
    [
      'empty options',
      'const app = await NestFactory.create(AppModule, {});',
      'const app = await NestFactory.create(AppModule, { bufferLogs: true });\napp.enableShutdownHooks();',
    ],
    [
      'options on lines of their own, tabs and Windows line ends',
      'f(async () => {\r\n\tconst app = await NestFactory.create(AppModule, {\r\n\t\t// all\r\n\t\tcors: true,\r\n\t});\r\n});',
      'f(async () => {\r\n\tconst app = await NestFactory.create(AppModule, {\r\n\t\tbufferLogs: true,\r\n\t\t// all\r\n\t\tcors: true,\r\n\t});\r\n\tapp.enableShutdownHooks();\r\n});',
    ],
    [
      'a last comma',
      'const app = await NestFactory.create(\n  AppModule,\n  new FastifyAdapter(),\n);',
      'const app = await NestFactory.create(\n  AppModule,\n  new FastifyAdapter(),\n  { bufferLogs: true },\n);\napp.enableShutdownHooks();',
    ],
    [
      'a microservice',
      'const shop = await NestFactory.createMicroservice<MicroserviceOptions>(ShopModule, { transport: Transport.TCP, options: { port: 1 } });',
      'const shop = await NestFactory.createMicroservice<MicroserviceOptions>(ShopModule, { bufferLogs: true, transport: Transport.TCP, options: { port: 1 } });\nshop.enableShutdownHooks();',
    ],
    [
      'a dynamic module',
      'const app = await NestFactory.create(AppModule.register({ a, b }));',
      'const app = await NestFactory.create(AppModule.register({ a, b }), { bufferLogs: true });\napp.enableShutdownHooks();',
    ],
    [
      'no semicolons',
      'const app = await NestFactory.create(AppModule)\nawait app.listen(3000)',
      'const app = await NestFactory.create(AppModule, { bufferLogs: true })\napp.enableShutdownHooks()\nawait app.listen(3000)',
    ],
    [
      'a comment behind the statement',
      'const app = await NestFactory.create(AppModule); // the desk\nnext();',
      'const app = await NestFactory.create(AppModule, { bufferLogs: true }); // the desk\napp.enableShutdownHooks();\nnext();',
    ],
    [
      'all on one line',
      'const app = await NestFactory.create(AppModule); await app.listen(3000);',
      'const app = await NestFactory.create(AppModule, { bufferLogs: true }); app.enableShutdownHooks(); await app.listen(3000);',
    ],
    [
      'a declared type',
      'const app: INestApplication = await NestFactory.create(AppModule);',
      'const app: INestApplication = await NestFactory.create(AppModule, { bufferLogs: true });\napp.enableShutdownHooks();',
    ],
    [
      'a variable declared before',
      'let app: INestApplication;\napp = await NestFactory.create(AppModule);',
      'let app: INestApplication;\napp = await NestFactory.create(AppModule, { bufferLogs: true });\napp.enableShutdownHooks();',
    ],
    [
      'a comment that only speaks of it',
      '// NestFactory.create(OldModule, { bufferLogs: true }); app.enableShutdownHooks()\nconst app = await NestFactory.create(AppModule);',
      '// NestFactory.create(OldModule, { bufferLogs: true }); app.enableShutdownHooks()\nconst app = await NestFactory.create(AppModule, { bufferLogs: true });\napp.enableShutdownHooks();',
    ],
    [
      'its own buffered logs',
      'const app = await NestFactory.create(AppModule, { bufferLogs: false });',
      'const app = await NestFactory.create(AppModule, { bufferLogs: false });\napp.enableShutdownHooks();',
    ],
  ])('is understood with %s', (_, text, expected) => {
    expect(edited(text)).toBe(expected);
  });

  it.each([nest11, nest11.replaceAll('\n', '\r\n'), nest11.replaceAll(';', '')])(
    'is left alone the second time',
    (text) => {
      expect(edited(edited(text))).toBe(edited(text));
    },
  );

  it('names the module', () => {
    const file = new SourceFile('src/main.ts', 'const app = await NestFactory.create<App>(ShopModule.forRoot());');

    expect(rootModuleOf(file)).toBe('ShopModule');
  });

  it.each([
    ['await start();', 'must start one application; got 0 calls of NestFactory'],
    [
      'a = await NestFactory.create(A); b = await NestFactory.create(B);',
      'must start one application; got 2 calls of NestFactory',
    ],
    [
      'const app = await NestFactory.create(A, options);',
      'must give NestFactory its options as an object; got options',
    ],
    [
      'NestFactory.create(A).then((app) => app.listen(1));',
      'must keep the application in a variable; got NestFactory.create(…).',
    ],
    [
      'await (await NestFactory.create(A)).listen(1);',
      'must keep the application in a variable; got NestFactory.create(…))',
    ],
    ['const app = NestFactory.create(A);', 'must keep the application in a variable; got = NestFactory'],
    [
      'const { app } = await NestFactory.create(A);',
      'must keep the application in a variable; got app} = await NestFactory',
    ],
    [
      'this.app = await NestFactory.create(A);',
      'must keep the application in a variable; got .app = await NestFactory',
    ],
    [
      'if (a) app = await NestFactory.create(A);',
      'must keep the application in a variable; got )app = await NestFactory',
    ],
    [
      'const app = (await NestFactory.create(A)) as App;',
      'must keep the application in a variable; got NestFactory.create(…))',
    ],
  ])('is refused as %s', (text, fact) => {
    expect(() => edited(text)).toThrow(
      `OBS_ERR_APPLICATION_SHAPE  src/main.ts ${fact}. Fix: write it so that it reads`,
    );
  });
});
