import { ModulesContainer } from '@nestjs/core';
import { filesOf } from './class-files.js';
import { ownClasses } from './own-classes.js';

jest.mock('./class-files.js');

const named = (name: string): object & { readonly name: string } =>
  Object.defineProperty(() => undefined, 'name', { value: name });
const names = ['OrdersService', 'Workspace', 'Repository', 'Emitter', 'Native', 'Library'] as const;
const classes = names.map(named);
const [OrdersService, Workspace, Repository, Emitter, , Library] = classes as [
  object,
  object,
  object,
  object,
  object,
  object,
];
const AppModule = named('AppModule');

const nest = '/srv/shop/node_modules/@nestjs/core/injector/modules-container.js';
const found = (files: readonly (readonly [object, string])[] | undefined) => {
  jest.mocked(filesOf).mockReturnValue(files && new Map(files));
  return ownClasses(classes, AppModule)?.map(({ name }) => name);
};

describe("the application's own classes", () => {
  it('are in no package, not ours and not of Node', () => {
    const own = found([
      [ModulesContainer, nest],
      [AppModule, '/srv/shop/dist/app.module.js'],
      [OrdersService, '/srv/shop/dist/orders.service.js'],
      [Workspace, '/srv/libs/billing/dist/billing.js'],
      [Repository, '/srv/shop/node_modules/typeorm/repository/Repository.js'],
      [Emitter, 'node:events'],
      [Library, __filename],
    ]);

    expect(own).toEqual(['OrdersService', 'Workspace']);
  });

  it('are in the package of the root module when the application is installed as one', () => {
    const own = found([
      [ModulesContainer, '/usr/lib/node_modules/shop/node_modules/@nestjs/core/index.js'],
      [AppModule, '/usr/lib/node_modules/shop/dist/app.module.js'],
      [OrdersService, '/usr/lib/node_modules/shop/dist/orders.service.js'],
      [Workspace, '/usr/lib/node_modules/@acme/billing/dist/billing.js'],
      [Repository, '/usr/lib/node_modules/shop/node_modules/typeorm/Repository.js'],
    ]);

    expect(own).toEqual(['OrdersService']);
  });

  it.each([
    ['on Windows', 'C:\\shop\\node_modules\\', 'C:\\shop\\dist\\'],
    ['with pnpm', '/shop/node_modules/.pnpm/x@1/node_modules/', '/shop/dist/'],
    ['with Plug’n’Play', '/shop/.yarn/cache/x.zip/node_modules/', '/shop/dist/'],
    ['behind a loader', 'webpack-internal:///./node_modules/', 'webpack-internal:///./src/'],
  ])('are known %s', (_title, packages, application) => {
    const own = found([
      [ModulesContainer, `${packages}core${packages.includes('\\') ? '\\' : '/'}index.js`],
      [OrdersService, `${application}orders.js`],
      [Repository, `${packages}typeorm${packages.includes('\\') ? '\\' : '/'}index.js`],
    ]);

    expect(own).toEqual(['OrdersService']);
  });

  it('cannot be told when Nest is bundled with them, or without an inspector', () => {
    const bundle = '/srv/shop/dist/main.js';

    expect(found([ModulesContainer, OrdersService, Repository].map((type) => [type, bundle]))).toBeUndefined();
    expect(found(undefined)).toBeUndefined();
  });
});
