import { ownerOf, shadeOf } from './frame-owner.js';

const owner = (file: string | null, isInApp = false) => ownerOf({ name: 'run', file, line: 1, isInApp });

it('A function belongs to the application, to a package, to Node or to V8', () => {
  expect([
    owner('src/orders/orders.service.ts', true),
    owner('main.ts', true),
    owner('node_modules/@nestjs/core/router/router.js'),
    owner('/app/node_modules/.pnpm/pg@8/node_modules/pg/lib/client.js'),
    owner('node:internal/fs/utils'),
    owner(null),
  ]).toEqual([
    { kind: 'app', name: 'src/orders' },
    { kind: 'app', name: '.' },
    { kind: 'package', name: '@nestjs/core' },
    { kind: 'package', name: 'pg' },
    { kind: 'node', name: 'node:internal' },
    { kind: 'engine', name: 'V8' },
  ]);
});

it('The same package has the same shade', () => {
  expect(shadeOf(owner('node_modules/pg/a.js'))).toBe(shadeOf(owner('node_modules/pg/b.js')));
});
